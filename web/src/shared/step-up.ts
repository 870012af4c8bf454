import { ask, Problem } from "./http";
import { renew, session } from "./session";

/** GET /v1/sign-in/configuration: how people sign in to this service. */
export interface Configuration {
  mode: "development" | "oidc";
  authority?: string;
  client_id?: string;
  scope?: string;
  /** What to ask the issuer for where a second factor is needed. */
  step_up_acr?: string;
}

/** How the second factor is given: as a code on this page, or at the issuer's own page. */
export type Way = "code" | "issuer";

let asked: Promise<Configuration> | null = null;

/** Asked for once; a failure is not kept. Throws Problem. */
export function configuration(): Promise<Configuration> {
  asked ??= ask<Configuration>("GET", "/v1/sign-in/configuration").catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

export const way = async (): Promise<Way> => ((await configuration()).mode === "oidc" ? "issuer" : "code");

/** The code of the person's authenticator becomes the session's second factor. Throws Problem where it is not taken. */
export async function giveCode(code: string): Promise<void> {
  renew((await ask<{ token: string }>("POST", "/v1/development/step-up", { code })).token);
}

/** Inside another site's page the browser keeps windows and storage apart; there the person goes on in a tab of ours. */
export const isFramed = (): boolean => parent !== window;

/** Our sign-in page asking for a second factor, and then back to `next`. */
export const stepUpAddress = (next: string): string => `/sign-in?step-up=1&next=${encodeURIComponent(next)}`;

const CHANNEL = "tidewell.step-up.";
const WINDOW = "popup,width=520,height=720";

/**
 * Open the issuer in a window of its own; it tells the new token over a channel that only this page and that window
 * know (an opener is cut off by the issuer's page). `over` is told once: null when the session has its second factor,
 * the Problem otherwise. Gives back what stops listening; null where the browser opened no window.
 */
export function openIssuer(over: (problem: Problem | null) => void): (() => void) | null {
  const name = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const channel = new BroadcastChannel(CHANNEL + name);
  channel.onmessage = (event: MessageEvent<unknown>) => {
    channel.close();
    over(taken(event.data));
  };
  if (!window.open(`/sign-in?step-up=1&tell=${name}`, "tidewell-step-up", WINDOW)) {
    channel.close();
    return null;
  }
  return () => channel.close();
}

/** In the issuer's window: hand the token to the page that opened it. */
export function tellOpener(name: string, token: string): void {
  const channel = new BroadcastChannel(CHANNEL + name);
  channel.postMessage(token);
  channel.close();
}

/** Another person's token would make this page speak for two people; it is not taken. */
export function taken(token: unknown): Problem | null {
  const current = session();
  if (typeof token !== "string" || !current) return new Problem(401, "signed-out", "Not signed in", "Sign in first.");
  if (subjectOf(token) !== subjectOf(current.token))
    return new Problem(403, "another-person", "Another person", "Somebody else signed in there. Sign in as yourself.");
  renew(token);
  return null;
}

/** Whom a token names; the service checks the token itself. Null for what is no JWT. */
export function subjectOf(token: string): string | null {
  try {
    const body = atob((token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"));
    const said = JSON.parse(body) as { sub?: unknown };
    return typeof said.sub === "string" ? said.sub : null;
  } catch {
    return null;
  }
}
