import { useEffect, useRef, useState } from "react";
import { type Session, session, signIn } from "../shared/session";
import { homeOf } from "../sign-in/next";
import { Approvals } from "./approvals/Approvals";
import { Conversations } from "./conversations/Conversations";
import { Board } from "./handoffs/Board";
import { Header } from "./Header";
import { Monitors } from "./monitors/Monitors";
import "./charts.css";
import "./ops.css";
import "./tables.css";
import "./transcript.css";
import { Releases } from "./releases/Releases";
import { hashOf, type Place, placeOf, type Tab, tabsOf } from "./routing";
import { WORDS } from "./words";

/** The operations console. */
export function App(): React.JSX.Element | null {
  const current = session();
  useEffect(() => {
    if (!current) signIn();
  }, [current]);
  if (!current) return null;
  const tabs = tabsOf(current.role);
  return tabs.length === 0 ? <NotYours current={current} /> : <Console current={current} tabs={tabs} />;
}

function Console({ current, tabs }: { current: Session; tabs: Tab[] }): React.JSX.Element {
  const first = tabs[0] ?? "monitors";
  const place = usePlace(first);
  const allowed = tabs.includes(place.tab);
  const main = useRef<HTMLElement>(null);
  useFocusOnMove(main, place);
  return (
    <div className="ops-page">
      <a className="ops-skip" href="#main" onClick={(event) => skip(event, main.current)}>
        {WORDS.skip}
      </a>
      <Header current={current} tabs={tabs} tab={allowed ? place.tab : null} />
      <main id="main" ref={main} className="ops-main">
        {allowed ? <View place={place} /> : <Closed tab={place.tab} />}
      </main>
    </div>
  );
}

function View({ place }: { place: Place }): React.JSX.Element {
  switch (place.tab) {
    case "approvals":
      return <Approvals />;
    case "handoffs":
      return <Board />;
    case "conversations":
      return <Conversations place={place} />;
    case "releases":
      return <Releases />;
    case "monitors":
      return <Monitors place={place} />;
  }
}

function Closed({ tab }: { tab: Tab }): React.JSX.Element {
  return (
    <>
      <h1 tabIndex={-1}>{WORDS[tab].title}</h1>
      <p>{WORDS.notYoursTab}</p>
    </>
  );
}

function NotYours({ current }: { current: Session }): React.JSX.Element {
  return (
    <main className="ops-main">
      <h1>{WORDS.product}</h1>
      <p>{WORDS.notYours}</p>
      <p className="ops-row">
        <a className="tw-button ops-link-button" href={homeOf(current.role)}>
          {WORDS.yourPage}
        </a>
        <button type="button" className="tw-button" onClick={signIn}>
          {WORDS.switch}
        </button>
      </p>
    </main>
  );
}

/** Where the address is; an address without a section is the first one of the role. */
function usePlace(first: Tab): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const moved = (): void => setHash(location.hash);
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  useEffect(() => {
    if (!placeOf(hash)) history.replaceState(null, "", hashOf(first));
  }, [hash, first]);
  return placeOf(hash) ?? { tab: first, path: [], filters: new URLSearchParams() };
}

/** A new view is announced by its heading: it takes the focus, as a new page would. Filters alone move nothing. */
function useFocusOnMove(main: React.RefObject<HTMLElement | null>, place: Place): void {
  const view = [place.tab, place.path[0] ?? ""].join("/");
  const shown = useRef(view);
  useEffect(() => {
    const heading = main.current?.querySelector<HTMLElement>("h1");
    document.title = `${heading?.textContent ?? WORDS[place.tab].title} · ${WORDS.product}`;
    if (shown.current === view) return;
    shown.current = view;
    scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
  }, [view, main, place.tab]);
}

function skip(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  main?.querySelector<HTMLElement>("h1")?.focus();
}
