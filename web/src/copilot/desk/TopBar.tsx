import { useState } from "react";
import { signOut } from "../../shared/session";
import { chooseTheme, theme } from "../../shared/theme";
import { say } from "../words";
import type { Me } from "./me";
import { useOnline } from "./useOnline";

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
        <span className="cp-link" data-state={link} role="status" title={say(`link.${link}`)} data-testid="link">
          <span>{say(`link.${link}`)}</span>
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

/** Dark or light; without a choice, as the machine is set. */
function Theme(): React.JSX.Element {
  const [now, setNow] = useState(theme);
  const other = now === "dark" ? "light" : "dark";
  const turn = (): void => {
    chooseTheme(other);
    setNow(other);
  };
  return (
    <button type="button" className="cp-icon" aria-label={say(`theme.${other}`)} data-testid="theme" onClick={turn}>
      <span aria-hidden="true">{other === "light" ? "☀" : "☾"}</span>
    </button>
  );
}
