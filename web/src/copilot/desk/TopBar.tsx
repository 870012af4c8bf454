import { useState } from "react";
import { signOut } from "../../shared/session";
import { say } from "../words";
import type { Me } from "./me";
import { useOnline } from "./useOnline";

const KEPT = "tidewell.theme";

export function TopBar({ me, connected, help }: { me: Me; connected: boolean; help: () => void }): React.JSX.Element {
  const online = useOnline();
  const link = !online ? "offline" : connected ? "live" : "lost";
  return (
    <header className="cp-top">
      <div className="cp-brand">
        <span className="cp-mark" aria-hidden="true">
          T
        </span>
        <h1>{say("page.title")}</h1>
        <span className="cp-link" data-state={link} role="status">
          {say(`link.${link}`)}
        </span>
      </div>
      <div className="cp-tools">
        <span className="cp-me" title={me.role}>
          {me.name}
        </span>
        <button type="button" className="cp-icon" aria-label={say("keys.open")} data-testid="shortcuts" onClick={help}>
          <span aria-hidden="true">?</span>
        </button>
        <Theme />
        <button type="button" className="tw-button cp-small" data-testid="sign-out" onClick={signOut}>
          {say("signed.out")}
        </button>
      </div>
      {!online && (
        <p className="cp-banner" data-tone="warn" data-testid="offline">
          {say("link.banner")}
        </p>
      )}
    </header>
  );
}

function isDark(): boolean {
  const set = document.documentElement.dataset["theme"];
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Dark or light; without a choice, as the machine is set. */
function Theme(): React.JSX.Element {
  const [dark, setDark] = useState(isDark);
  const turn = (): void => {
    document.documentElement.dataset["theme"] = dark ? "light" : "dark";
    localStorage.setItem(KEPT, dark ? "light" : "dark");
    setDark(!dark);
  };
  return (
    <button
      type="button"
      className="cp-icon"
      aria-label={say(dark ? "theme.light" : "theme.dark")}
      data-testid="theme"
      onClick={turn}
    >
      <span aria-hidden="true">{dark ? "☀" : "☾"}</span>
    </button>
  );
}

/** Before anything is drawn: the theme that was chosen earlier on this machine. */
export function keptTheme(): void {
  const kept = localStorage.getItem(KEPT);
  if (kept === "dark" || kept === "light") document.documentElement.dataset["theme"] = kept;
}
