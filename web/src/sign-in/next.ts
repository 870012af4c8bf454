/** Where a person goes once they are signed in. */

const HOME: Readonly<Record<string, string>> = {
  support_agent: "/copilot",
  supervisor: "/ops",
  analyst: "/ops",
  auditor: "/ops",
};
const PAGES: Readonly<Record<string, readonly string[]>> = {
  borrower: ["/chat"],
  third_party: ["/chat"],
  support_agent: ["/copilot"],
  supervisor: ["/ops", "/copilot"],
  analyst: ["/ops"],
  auditor: ["/ops"],
};
const STAFF_PAGES = ["/copilot", "/ops"];

/** The page that is this role's own. */
export function homeOf(role: string): string {
  return HOME[role] ?? "/chat";
}

/**
 * The wanted address if it is a path of this origin, else null. It comes from the query string, which anybody can write
 * into a link: no other host, no `//host`, no `\` (browsers read it as `/`), no control characters (browsers drop them),
 * and not this page again.
 */
export function safeNext(wanted: string | null, origin: string): string | null {
  if (!wanted || !wanted.startsWith("/") || /[\\\u0000-\u001f\u007f]/.test(wanted)) return null;
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return null;
  }
  // Dot segments may leave a path that begins with "//": another host, once it is assigned.
  if (url.origin !== origin || url.pathname.startsWith("//")) return null;
  if (/^\/sign-in(\/|$)/.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}

/** Where this role goes: the wanted path of this origin, unless it is a page of staff that is not theirs. */
export function destination(role: string, wanted: string | null, origin: string): string {
  const next = safeNext(wanted, origin);
  if (next === null || next === "/") return homeOf(role);
  const page = STAFF_PAGES.find((path) => next.startsWith(path) && /^([/?#]|$)/.test(next.slice(path.length)));
  if (page && !(PAGES[role] ?? []).includes(page)) return homeOf(role);
  return next;
}
