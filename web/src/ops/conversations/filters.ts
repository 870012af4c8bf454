/** What is searched for, as it stands in the address and as the service is asked. */
export const NAMES = ["q", "borrower", "outcome", "reason", "from", "to"] as const;
export type Name = (typeof NAMES)[number];
export type Filters = Record<Name, string>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LIMIT = 25;

export function filtersOf(given: URLSearchParams): Filters {
  const filters = {} as Filters;
  for (const name of NAMES) filters[name] = given.get(name) ?? "";
  return filters;
}

/**
 * The request for these filters. Days are the reader's own: from the beginning of the first to the end of the last.
 * `before`: where the next page begins.
 */
export function requestOf(filters: Filters, before: string | null = null): string {
  const query = new URLSearchParams({ limit: String(LIMIT) });
  for (const name of NAMES) {
    const value = filters[name].trim();
    if (!value) continue;
    if (name === "from" || name === "to") {
      if (DAY.test(value)) query.set(name, dayEdge(value, name === "to"));
    } else query.set(name, value);
  }
  if (before) query.set("before", before);
  return `/v1/ops/conversations?${query}`;
}

function dayEdge(day: string, end: boolean): string {
  const at = new Date(`${day}T00:00:00`);
  if (end) at.setDate(at.getDate() + 1);
  return at.toISOString();
}
