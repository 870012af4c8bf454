import { useState } from "react";
import { type Session, signOut } from "../shared/session";
import { chooseTheme, theme } from "../shared/theme";
import { hashOf, type Tab } from "./routing";
import { labelOf, WORDS } from "./words";

/** Name, person and sections; the sections are links, so that each has its address. */
export function Header({ current, tabs, tab }: { current: Session; tabs: Tab[]; tab: Tab | null }): React.JSX.Element {
  return (
    <header className="ops-header">
      <div className="ops-bar">
        <p className="ops-brand">{WORDS.product}</p>
        <p className="ops-who">
          {current.name} <span className="ops-soft">{labelOf(current.role)}</span>
          {current.role === "supervisor" && (
            <a className="ops-inline-link" href="/copilot">
              {WORDS.copilot}
            </a>
          )}
        </p>
        <ThemeButton />
        <button type="button" className="tw-button" data-testid="sign-out" onClick={signOut}>
          {WORDS.signOut}
        </button>
      </div>
      <nav className="ops-tabs" aria-label={WORDS.tabs}>
        <ul>
          {tabs.map((one) => (
            <li key={one}>
              <a href={hashOf(one)} data-testid={`tab-${one}`} aria-current={one === tab ? "page" : undefined}>
                {WORDS[one].title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function ThemeButton(): React.JSX.Element {
  const [now, setNow] = useState(theme);
  const other = now === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      className="tw-button"
      data-testid="theme"
      aria-label={WORDS.theme[other]}
      title={WORDS.theme[other]}
      onClick={() => {
        chooseTheme(other);
        setNow(other);
      }}
    >
      <span aria-hidden="true">{now === "dark" ? "☀" : "☾"}</span>
    </button>
  );
}
