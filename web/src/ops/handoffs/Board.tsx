import { useEffect, useState } from "react";
import { follow } from "../../shared/live";
import { useAsked, useNow } from "../asked";
import { Badge } from "../parts/Badge";
import { Empty, Loading, Trouble } from "../parts/Notice";
import type { HandoffRow } from "../types";
import { labelOf, WORDS } from "../words";
import { groupsOf } from "./board";
import { Rows } from "./Rows";

const WORD = WORDS.handoffs;

/** The hand-off board, live: every change of a hand-off is heard, and ages go on by themselves. */
export function Board(): React.JSX.Element {
  const board = useAsked<{ handoffs: HandoffRow[] }>("/v1/handoffs", 60);
  const connected = useLive(board.again);
  const now = useNow(15);
  const groups = groupsOf(board.answer?.handoffs ?? [], now);
  const waiting = groups.waiting.reduce((sum, queue) => sum + queue.rows.length, 0);
  return (
    <>
      <div className="ops-title">
        <h1 tabIndex={-1}>{WORD.title}</h1>
        {connected === true && <Badge tone="ok">{WORD.live}</Badge>}
      </div>
      <p className="ops-soft">{WORD.lead}</p>
      <p className={connected === false ? "ops-notice" : "tw-hidden"} data-kind="warn" role="status">
        {connected === false ? WORD.lost : board.answer ? `${waiting} waiting.` : ""}
      </p>
      {board.problem && <Trouble problem={board.problem} again={board.again} />}
      {!board.answer && !board.problem && <Loading />}
      {board.answer && (
        <>
          <section aria-labelledby="waiting">
            <h2 id="waiting">
              {WORD.waiting} ({waiting})
            </h2>
            {waiting === 0 && <Empty says={WORD.none} />}
            {groups.waiting.map((queue) => (
              <Rows key={queue.queue} caption={`${labelOf(queue.queue)} (${queue.rows.length})`} rows={queue.rows} now={now} kind="waiting" />
            ))}
          </section>
          <Ended heading={WORD.accepted} rows={groups.accepted} now={now} kind="accepted" />
          <Ended heading={WORD.returned} rows={groups.returned} now={now} kind="returned" />
        </>
      )}
    </>
  );
}

function Ended(props: { heading: string; rows: HandoffRow[]; now: number; kind: "accepted" | "returned" }): React.JSX.Element {
  return (
    <section aria-labelledby={props.kind}>
      <h2 id={props.kind}>
        {props.heading} ({props.rows.length})
      </h2>
      {props.rows.length === 0 ? (
        <Empty says={WORD.none} />
      ) : (
        <Rows caption={props.heading} hideCaption rows={props.rows} now={props.now} kind={props.kind} />
      )}
    </section>
  );
}

/** Hears of changes. True while the connection stands, false after it was lost, null before the first. */
function useLive(changed: () => void): boolean | null {
  const [connected, setConnected] = useState<boolean | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let lost = false;
    void follow(
      "/v1/handoffs/events",
      (told) => {
        if (told.event === "changed") changed();
      },
      stop.signal,
      (stands) => {
        if (stop.signal.aborted) return;
        if (stands && lost) changed();
        lost = !stands;
        setConnected(stands);
      },
    );
    return () => stop.abort();
  }, [changed]);
  return connected;
}
