/** Addresses of the console: `#tab/part/part?name=value`, so that every view can be linked, shared and gone back to. */

export type Tab = "approvals" | "handoffs" | "conversations" | "releases" | "monitors";

export interface Place {
  tab: Tab;
  path: string[];
  filters: URLSearchParams;
}

/** The tabs in their order, and who has them (what the service allows; it decides again for every request). */
export const TABS: readonly { tab: Tab; roles: readonly string[] }[] = [
  { tab: "approvals", roles: ["supervisor"] },
  { tab: "handoffs", roles: ["supervisor"] },
  { tab: "conversations", roles: ["supervisor", "analyst", "auditor"] },
  { tab: "releases", roles: ["supervisor", "analyst", "auditor"] },
  { tab: "monitors", roles: ["supervisor", "analyst", "auditor"] },
];

export function tabsOf(role: string): Tab[] {
  return TABS.filter((entry) => entry.roles.includes(role)).map((entry) => entry.tab);
}

/** Who reads audit records (the service decides again). */
export function readsAudit(role: string): boolean {
  return role === "analyst" || role === "auditor";
}

/** What an address shows; null where it names no tab. */
export function placeOf(hash: string): Place | null {
  const text = hash.replace(/^#\/?/, "");
  const cut = text.indexOf("?");
  const parts = (cut < 0 ? text : text.slice(0, cut)).split("/").filter(Boolean).map(decoded);
  const found = TABS.find((entry) => entry.tab === parts[0]);
  if (!found) return null;
  return { tab: found.tab, path: parts.slice(1), filters: new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1)) };
}

/** The address of a view; filters without a value are left out. */
export function hashOf(tab: Tab, path: readonly string[] = [], filters: Readonly<Record<string, string>> = {}): string {
  const given = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ""));
  const query = given.toString();
  return `#${[tab, ...path.map(encodeURIComponent)].join("/")}${query ? `?${query}` : ""}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
