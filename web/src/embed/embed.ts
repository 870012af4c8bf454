import { panelOf } from "./panel";
import { settingsOf } from "./settings";
import { Wire } from "./wire";

/** What a host page may call: `window.Tidewell`. The token is one of the sign-in that host page and assistant share. */
interface Tidewell {
  signIn(token: string): void;
  signOut(): void;
  open(): void;
  close(): void;
}

declare global {
  interface Window {
    Tidewell?: Tidewell;
  }
}

const ALLOWED = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** The frame is made when the chat is first opened: a host page pays nothing for a chat that nobody opens. */
function start(script: HTMLScriptElement): void {
  const settings = settingsOf({ ...script.dataset }, document.documentElement.lang);
  const origin = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.title = settings.title;
  frame.setAttribute("sandbox", ALLOWED);
  frame.allow = "clipboard-write";
  frame.referrerPolicy = "origin";
  const panel = panelOf(settings, show);
  const wire = new Wire(frame, origin, (told) => {
    if (told.type === "tidewell:height") panel.fit(told.px);
    if (told.type === "tidewell:sign-in") window.dispatchEvent(new Event("tidewell:sign-in"));
  });
  wire.say({ type: "tidewell:theme", variables: settings.variables });

  function show(open: boolean): void {
    if (open && !frame.isConnected) {
      frame.src = `${origin}/chat?embed=1&lang=${settings.language}&host=${encodeURIComponent(location.origin)}`;
      panel.body.append(frame);
    }
    const was = panel.opened();
    panel.show(open);
    if (open && !was) frame.focus();
    else if (was && !open) panel.launcher.focus();
  }

  window.Tidewell = {
    signIn: (token) => wire.say({ type: "tidewell:session", token }),
    signOut: () => wire.say({ type: "tidewell:session", token: null }),
    open: () => show(true),
    close: () => show(false),
  };
  document.body.append(panel.element);
  if (settings.open) show(true);
  window.dispatchEvent(new Event("tidewell:loaded"));
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.Tidewell) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
