import { useCallback, useEffect, useState } from "react";
import { api } from "../api";
import { Workbench } from "../conversation/Workbench";
import { board, inRow, neighbour, takenBy } from "../queue/board";
import { QueueColumn } from "../queue/QueueColumn";
import { useBoard } from "../queue/useBoard";
import type { BoardRow, Conversation } from "../types";
import { say } from "../words";
import { Columns, type Column } from "./Columns";
import type { Me } from "./me";
import { isProblem, said } from "./problems";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { useVoice } from "./tell";
import { TopBar } from "./TopBar";
import { useShortcuts, useSwitch } from "./useShortcuts";

/** The whole desk: who is waiting, the conversation that is open, and what helps to serve it. */
export function Desk({ me }: { me: Me }): React.JSX.Element {
  const queue = useBoard();
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useState<string | null>(inAddress);
  const [column, setColumn] = useState<Column>(open ? "conversation" : "queue");
  const [help, setHelp] = useState(false);
  const [keysOn, setKeysOn] = useSwitch();
  const [accepted, setAccepted] = useState<{ id: string; read: Conversation } | null>(null);
  const [accepting, setAccepting] = useState<string | null>(null);
  const { tell } = useVoice();
  const found = board(queue.rows ?? [], me, filter);
  const rows = inRow(found);

  const choose = useCallback((id: string): void => {
    setOpen(id);
    setColumn("conversation");
  }, []);

  const accept = async (row: BoardRow): Promise<void> => {
    if (accepting || row.state !== "waiting") return;
    setAccepting(row.handoff_id);
    try {
      const read = await api.accept(row.handoff_id);
      setAccepted({ id: row.handoff_id, read });
      choose(row.handoff_id);
      tell(say("accepted.now", { name: row.borrower_name ?? say("talk.borrower") }));
      void queue.reload();
    } catch (error) {
      const now = await queue.reload();
      const by = takenBy(now, row.handoff_id, me);
      tell(by && isProblem(error, "handoff-taken") ? say("accept.taken", { name: by }) : said(error), "warn");
    } finally {
      setAccepting(null);
    }
  };

  const acceptOpen = (): void => {
    const row = rows.find((one) => one.handoff_id === open);
    if (row) void accept(row);
  };
  const move = (step: 1 | -1): void => {
    const next = neighbour(rows, open, step);
    if (!next) return;
    setOpen(next);
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"]`)?.focus();
  };
  useShortcuts({ j: () => move(1), k: () => move(-1), a: acceptOpen, "?": () => setHelp(true) }, keysOn);

  useEffect(() => {
    history.replaceState(null, "", location.pathname + location.search + (open ? `#${open}` : ""));
  }, [open]);
  useEffect(() => {
    const n = found.waiting.length;
    document.title = n ? `(${n}) ${say("page.brand")}` : say("page.brand");
  }, [found.waiting.length]);

  return (
    <div className="cp-page">
      <a className="cp-skip" href="#conversation">
        {say("page.skip")}
      </a>
      <TopBar me={me} connected={queue.connected} help={() => setHelp(true)} />
      <Columns chosen={column} choose={setColumn} waiting={found.waiting.length}>
        <QueueColumn
          state={queue}
          found={found}
          filter={filter}
          setFilter={setFilter}
          open={open}
          choose={choose}
          accept={(row) => void accept(row)}
          accepting={accepting}
        />
        <Workbench
          key={open ?? "none"}
          id={open}
          me={me}
          row={queue.rows?.find((one) => one.handoff_id === open) ?? null}
          read={accepted?.id === open ? accepted.read : null}
          accept={acceptOpen}
          accepting={accepting !== null}
          keysOn={keysOn}
          show={setColumn}
          close={() => {
            setOpen(null);
            setColumn("queue");
          }}
          changed={() => void queue.reload()}
        />
      </Columns>
      {help && <ShortcutsDialog on={keysOn} setOn={setKeysOn} close={() => setHelp(false)} />}
    </div>
  );
}

/** The conversation that the address names, so that a reload or a link comes back to it. */
function inAddress(): string | null {
  return /^#([0-9a-f-]{36})$/.exec(location.hash)?.[1] ?? null;
}
