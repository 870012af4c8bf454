/** Who is signed in on this page. The token stays in this tab (sessionStorage) and goes nowhere but to this origin. */
export interface Session {
  token: string;
  name: string;
  role: string;
  /** Handle of a seeded person, where the development issuer signed them in. */
  handle?: string;
}

const KEY = "tidewell.session";
let held: Session | null = null;

export function session(): Session | null {
  if (held) return held;
  const kept = sessionStorage.getItem(KEY);
  held = kept ? (JSON.parse(kept) as Session) : null;
  return held;
}

export function keep(next: Session | null): void {
  held = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
}

/** Put a new token (a stepped-up one, say) in place of the old. */
export function renew(token: string): void {
  const current = session();
  if (current) keep({ ...current, token });
}

/** Send the person to sign in and back to this page. */
export function signIn(): void {
  const back = encodeURIComponent(location.pathname + location.search + location.hash);
  location.assign(`/sign-in?next=${back}`);
}

/** Have the person give a second factor (a code, or the issuer's own way) and come back here with a renewed token. */
export function stepUp(): void {
  const back = encodeURIComponent(location.pathname + location.search + location.hash);
  location.assign(`/sign-in?step-up=1&next=${back}`);
}

/** Forget who is signed in, and say so on the sign-in page (which also signs out at the issuer, where there is one). */
export function signOut(): void {
  keep(null);
  location.assign("/sign-in?out=1");
}

const VISITOR = "tidewell.visitor";

/** The key of a visitor without a session (X-Anonymous-Key): it opens this tab's own conversations and nothing else. */
export function visitor(): string | null {
  return sessionStorage.getItem(VISITOR);
}

export function keepVisitor(key: string): void {
  sessionStorage.setItem(VISITOR, key);
}
