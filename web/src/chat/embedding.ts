import { keep, session } from "../shared/session";

/** What the page around an embedded chat may say (docs/embedding.md). */
export type FromHost = { type: "tidewell:theme"; variables: Record<string, string> } | { type: "tidewell:session"; token: string | null };

const NAME = /^--tw-[a-z-]{1,40}$/;
const VALUE = /^[^;{}<>\\@]{1,80}$/;
const FETCHES = /url\s*\(|image|src\s*\(/i;

const asked = new URLSearchParams(typeof location === "undefined" ? "" : location.search);
export const isEmbedded = (): boolean => asked.get("embed") === "1";

/**
 * The origin of the page around: the browser's own word where it gives one, else the one that embed.js puts into the
 * address. Who may put this page into a frame at all is the server's to say (frame-ancestors), so an origin that gets here
 * is one of those; the check keeps other windows and frames from speaking for it.
 */
export function hostOrigin(): string | null {
  const around = "ancestorOrigins" in location ? location.ancestorOrigins[0] : undefined;
  return around ?? asked.get("host");
}

export function fromHost(data: unknown): FromHost | null {
  if (typeof data !== "object" || data === null) return null;
  const said = data as { type?: unknown; variables?: unknown; token?: unknown };
  if (said.type === "tidewell:session" && (said.token === null || typeof said.token === "string"))
    return { type: said.type, token: said.token };
  if (said.type === "tidewell:theme" && typeof said.variables === "object" && said.variables !== null)
    return { type: said.type, variables: safeVariables(said.variables as Record<string, unknown>) };
  return null;
}

/** Only our own variables, and only values that cannot end a declaration or fetch anything. */
export function safeVariables(variables: Record<string, unknown>): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables))
    if (typeof value === "string" && NAME.test(name) && VALUE.test(value) && !FETCHES.test(value)) safe[name] = value;
  return safe;
}

function tell(message: { type: string; px?: number }): void {
  const origin = hostOrigin();
  if (origin && parent !== window) parent.postMessage(message, origin);
}

/** The host has the sign-in; it answers with a session message when its person is signed in. */
export const askHostToSignIn = (): void => tell({ type: "tidewell:sign-in" });

/** Listen to the host, tell it that the chat is there and how high its content is. Gives back what ends it. */
export function embed(signedIn: () => void): () => void {
  if (!isEmbedded() || parent === window) return () => {};
  document.documentElement.dataset["embedded"] = "true";
  const heard = (event: MessageEvent<unknown>): void => {
    if (event.source !== parent || event.origin !== hostOrigin()) return;
    const said = fromHost(event.data);
    if (said?.type === "tidewell:theme")
      for (const [name, value] of Object.entries(said.variables)) document.documentElement.style.setProperty(name, value);
    if (said?.type === "tidewell:session" && said.token !== (session()?.token ?? null)) {
      keep(said.token === null ? null : { token: said.token, name: "", role: "borrower" });
      signedIn();
    }
  };
  addEventListener("message", heard);
  const watch = new ResizeObserver(() => tell({ type: "tidewell:height", px: contentHeight() }));
  const messages = document.querySelector(".viewport > .messages");
  if (messages) watch.observe(messages);
  tell({ type: "tidewell:ready" });
  return () => {
    removeEventListener("message", heard);
    watch.disconnect();
  };
}

/** What the chat would take if it need not scroll. */
function contentHeight(): number {
  const viewport = document.querySelector(".viewport");
  return Math.ceil(document.documentElement.clientHeight + (viewport ? viewport.scrollHeight - viewport.clientHeight : 0));
}
