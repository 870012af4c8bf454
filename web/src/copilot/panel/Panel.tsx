import { useCallback, useState, type KeyboardEvent } from "react";
import { api } from "../api";
import type { Standing } from "../conversation/standing";
import type { Talk } from "../conversation/useConversation";
import { Guarded } from "../desk/Guarded";
import type { Citation, Note } from "../types";
import { say } from "../words";
import { Actions } from "./Actions";
import { DraftBox } from "./DraftBox";
import { PANES, type Pane } from "./panes";
import { Policies } from "./Policies";
import type { Section } from "./PolicyDrawer";
import { Snapshot } from "./Snapshot";
import { SummaryView } from "./SummaryView";
import { useLoaded } from "./useLoaded";
import { WrapUp } from "./WrapUp";

interface Props {
  id: string;
  talk: Talk | null;
  mine: boolean;
  stands: Standing | null;
  pane: Pane;
  setPane: (pane: Pane) => void;
  cite: (citation: Citation) => void;
  openSection: (section: Section) => void;
  quote: (text: string) => void;
  noted: (note: Note) => void;
}

export function Panel(props: Props): React.JSX.Element {
  const { id, talk, mine, stands, pane, setPane } = props;
  const [ask, setAsk] = useState<{ text: string; n: number } | null>(null);
  const known = talk?.handoff.borrower_id ?? null;
  const serves = mine && known !== null;
  // What was done in the conversation may have changed the accounts: they are read again with it.
  const done = `${talk?.summary?.done.length ?? 0}-${talk?.summary?.open.length ?? 0}`;
  const snapshot = useLoaded(serves ? () => api.snapshot(id) : null, done);
  const actions = useLoaded(serves ? () => api.actions(id) : null, done);
  const { reload: readAccounts } = snapshot;
  const { reload: readActions } = actions;
  const settled = useCallback(() => {
    readAccounts();
    readActions();
  }, [readAccounts, readActions]);
  const locked = (part: React.ReactNode): React.ReactNode =>
    mine ? part : <p className="cp-empty cp-soft">{say(stands === "over" ? "panel.over" : "panel.locked")}</p>;

  return (
    <section className="cp-column cp-panel" aria-labelledby="panel-title">
      <h2 id="panel-title" className="tw-hidden">
        {say("panel.title")}
      </h2>
      <Tabs pane={pane} setPane={setPane} />
      <Part name="overview" pane={pane}>
        {talk && <SummaryView summary={talk.summary} reason={talk.handoff.reason} cite={props.cite} />}
        {talk && known === null && <p className="cp-block cp-soft">{say("snap.anonymous")}</p>}
        {known !== null && locked(<Snapshot loaded={snapshot} />)}
      </Part>
      <Part name="act" pane={pane}>
        {locked(
          known === null ? (
            <p className="cp-empty cp-soft">{say("snap.anonymous")}</p>
          ) : (
            <>
              <Actions
                loaded={actions}
                cite={props.cite}
                draft={(text) => setAsk((before) => ({ text, n: (before?.n ?? 0) + 1 }))}
              />
              {serves && <DraftBox key={id} id={id} asked={ask} settled={settled} cite={props.cite} />}
            </>
          ),
        )}
      </Part>
      <Part name="policies" pane={pane}>
        <Policies open={props.openSection} quote={mine ? props.quote : null} />
      </Part>
      <Part name="wrapup" pane={pane}>
        <WrapUp id={id} mine={mine} notes={talk?.notes ?? []} noted={props.noted} />
      </Part>
    </section>
  );
}

function Part({ name, pane, children }: { name: Pane; pane: Pane; children: React.ReactNode }): React.JSX.Element {
  return (
    <div
      role="tabpanel"
      id={`part-${name}`}
      aria-labelledby={`tab-${name}`}
      className="cp-scroll cp-part"
      tabIndex={0}
      hidden={pane !== name}
    >
      <Guarded>{children}</Guarded>
    </div>
  );
}

function Tabs({ pane, setPane }: { pane: Pane; setPane: (pane: Pane) => void }): React.JSX.Element {
  const step = (event: KeyboardEvent): void => {
    const at = PANES.indexOf(pane);
    const to =
      event.key === "ArrowRight"
        ? PANES[(at + 1) % PANES.length]
        : event.key === "ArrowLeft"
          ? PANES[(at + PANES.length - 1) % PANES.length]
          : event.key === "Home"
            ? PANES[0]
            : event.key === "End"
              ? PANES.at(-1)
              : undefined;
    if (!to) return;
    event.preventDefault();
    setPane(to);
    document.getElementById(`tab-${to}`)?.focus();
  };
  return (
    <div className="cp-tabs" role="tablist" aria-label={say("panel.tabs")} onKeyDown={step}>
      {PANES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === pane}
          aria-controls={`part-${name}`}
          tabIndex={name === pane ? 0 : -1}
          data-testid={`panel-${name}`}
          onClick={() => setPane(name)}
        >
          {say(`panel.${name}`)}
        </button>
      ))}
    </div>
  );
}
