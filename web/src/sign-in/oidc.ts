import type { User, UserManager } from "oidc-client-ts";
import { ask } from "../shared/http";
import { keep } from "../shared/session";
import { type Configuration, tellOpener } from "../shared/step-up";
import { WORDS } from "./words";

const TRIED = "tidewell.sign-in.tried";
const WANTED = "tidewell.sign-in.wanted";
const AGAIN_MS = 30_000;

/** What a sign-in is for. */
export interface Wanted {
  /** Where the person goes afterwards. */
  next: string | null;
  /** A second factor is given now, even by who is signed in there. */
  stepUp: boolean;
  /** The page that opened this window and waits for the token (shared/step-up.ts). */
  tell: string | null;
}

/** By the address; on the way back from the issuer, what this tab wanted when it went there. */
export function wantedBy(query: URLSearchParams): Wanted {
  const kept = isWayBack(query) ? sessionStorage.getItem(WANTED) : null;
  if (kept) return JSON.parse(kept) as Wanted;
  return { next: query.get("next"), stepUp: query.has("step-up"), tell: query.get("tell") };
}

/** What the issuer said no with, in the query of the way back; null where it did not. */
export function refusalIn(query: URLSearchParams): string | null {
  const error = query.get("error");
  if (!error) return null;
  const said = query.get("error_description");
  if (error === "access_denied") return "Your organisation's sign-in did not let you in, or you cancelled it.";
  return `Your organisation's sign-in answered “${said ?? error}”. Try again; if it stays so, tell your administrator.`;
}

export function isWayBack(query: URLSearchParams): boolean {
  return query.has("state") && (query.has("code") || query.has("error"));
}

/** Whether to go to the issuer without being asked: not twice in half a minute, or a refused token would go in circles. */
export function mayGoByItself(now: number): boolean {
  const last = Number(sessionStorage.getItem(TRIED) ?? 0);
  return now - last > AGAIN_MS;
}

async function manager(configuration: Configuration): Promise<UserManager> {
  const { UserManager, WebStorageStateStore } = await import("oidc-client-ts");
  const here = `${location.origin}/sign-in`;
  return new UserManager({
    authority: configuration.authority ?? "",
    client_id: configuration.client_id ?? "",
    redirect_uri: here,
    post_logout_redirect_uri: here,
    response_type: "code",
    scope: configuration.scope ?? "openid profile",
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: false,
    monitorSession: false,
  });
}

/** To the issuer, by code and PKCE; what is wanted waits in this tab, not in the address. */
export async function goSignIn(configuration: Configuration, wanted: Wanted): Promise<void> {
  sessionStorage.setItem(TRIED, String(Date.now()));
  sessionStorage.setItem(WANTED, JSON.stringify(wanted));
  const acr = configuration.step_up_acr;
  const factor = wanted.stepUp ? { max_age: 0, ...(acr ? { acr_values: acr } : {}) } : {};
  await (await manager(configuration)).signinRedirect(factor);
}

export interface Arrived {
  role: string;
  /** The token went to the page that waits for it; this window has done its part. */
  told: boolean;
}

let finishing: Promise<Arrived> | null = null;

/** On the way back, by the address `back`: the code becomes this tab's session, once. Throws with words for the person. */
export function finishSignIn(configuration: Configuration, back: string, wanted: Wanted): Promise<Arrived> {
  finishing ??= finish(configuration, back, wanted);
  return finishing;
}

async function finish(configuration: Configuration, back: string, wanted: Wanted): Promise<Arrived> {
  let user: User;
  try {
    user = await (await manager(configuration)).signinRedirectCallback(back);
  } catch (error) {
    throw new Error(toldOf(error));
  }
  const me = await greet(user.access_token);
  if (wanted.stepUp && me.assurance < 2) throw new Error(WORDS.noFactor);
  sessionStorage.removeItem(WANTED);
  if (wanted.tell) tellOpener(wanted.tell, user.access_token);
  return { role: me.role, told: wanted.tell !== null };
}

interface Me {
  name: string | null;
  role: string;
  assurance: number;
}

/** The service says who a token names here; only it knows how the issuer's claims become a role. */
async function greet(token: string): Promise<Me> {
  keep({ token, name: "", role: "" });
  try {
    const me = await ask<Me>("GET", "/v1/sign-in/me");
    keep({ token, name: me.name ?? "Signed in", role: me.role });
    return me;
  } catch (error) {
    keep(null);
    throw error;
  }
}

/** Why a way back led nowhere, in words. */
export function toldOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/state/i.test(said)) return "This sign-in was begun in another tab, or too long ago. Start again here.";
  if (/fetch|network/i.test(said)) return "Your organisation's sign-in cannot be reached. Check the connection and try again.";
  return `The sign-in could not be finished (${said}). Start again; if it stays so, tell your administrator.`;
}

/** Sign out at the issuer too. False where the issuer has no such way: then only this page forgets. */
export async function goSignOut(configuration: Configuration): Promise<boolean> {
  const users = await manager(configuration);
  const user = await users.getUser();
  if (!user) return false;
  try {
    await users.signoutRedirect({ id_token_hint: user.id_token });
    return true;
  } catch {
    await users.removeUser();
    return false;
  }
}
