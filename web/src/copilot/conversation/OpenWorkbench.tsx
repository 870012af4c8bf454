import { useEffect, useRef, useState } from "react";
import { useCheck } from "../compose/useCheck";
import { useDraft } from "../compose/useDraft";
import { useSend } from "../compose/useSend";
import { useSuggestion } from "../compose/useSuggestion";
import { inserted } from "../compose/tracking";
import { Guarded } from "../desk/Guarded";
import { GiveBack, Transfer } from "../desk/HandDialogs";
import { useVoice } from "../desk/tell";
import { useShortcuts } from "../desk/useShortcuts";
import { Panel } from "../panel/Panel";
import { PANES, type Pane } from "../panel/panes";
import { PolicyDrawer, type Section } from "../panel/PolicyDrawer";
import type { Citation } from "../types";
import { say } from "../words";
import { standing, standingOf } from "./standing";
import { merged } from "./timeline";
import { TalkColumn } from "./TalkColumn";
import { useConversation } from "./useConversation";
import type { WorkbenchProps } from "./Workbench";

/** One open conversation with all that goes with it; it starts anew for each conversation. */
export function OpenWorkbench(props: WorkbenchProps & { id: string }): React.JSX.Element {
  const { id, me, row, read, keysOn, show, changed } = props;
  const state = useConversation(id);
  const { take } = state;
  const { talk, gone } = standingOf(state, row);
  const [pane, setPane] = useState<Pane>("overview");
  const [dialog, setDialog] = useState<"return" | "transfer" | null>(null);
  const [section, setSection] = useState<Section | null>(null);
  const [held, setHeld] = useState(read !== null);
  const [draft, change] = useDraft(id);
  const suggestion = useSuggestion(id);
  const stands = talk ? standing(talk, me, held, gone) : null;
  const mine = stands === "you" || stands === "ending";
  const { checked, now } = useCheck(id, draft.text, mine);
  const { announce } = useVoice();
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (read) take(read);
  }, [read, take]);
  useEffect(() => {
    if (mine) setHeld(true);
  }, [mine]);

  const sending = useSend({
    id,
    draft,
    change,
    checked,
    check: now,
    sent: (message) => {
      suggestion.putAway();
      state.put((before) => ({
        ...before,
        entries: merged(before.entries, { turns: [], notices: [], messages: [message] }),
      }));
    },
  });

  const write = (): void => {
    show("conversation");
    requestAnimationFrame(() => field.current?.focus());
  };
  const insert = (): void => {
    const offered = suggestion.offered;
    if (!offered || !offered.suggestion.text || !mine) return;
    change((before) => inserted(before, offered.suggestion, offered.from, offered.chain));
    suggestion.putAway();
    announce(say("suggest.inserted"));
    write();
  };
  const openPane = (next: Pane): void => {
    setPane(next);
    show("panel");
  };
  const panes = Object.fromEntries(PANES.map((name, at) => [String(at + 1), () => openPane(name)]));
  const search = (): void => {
    openPane("policies");
    requestAnimationFrame(() => document.querySelector<HTMLElement>("#policy-words")?.focus());
  };
  useShortcuts(
    {
      ...panes,
      "/": search,
      ...(mine ? { s: suggestion.suggest, i: insert, c: write, r: () => setDialog("return") } : {}),
    },
    keysOn,
  );
  const cite = (citation: Citation): void => setSection({ ...citation, quote: citation.quote });
  const left = (): void => {
    setDialog(null);
    setHeld(true);
    changed();
    void state.reload();
  };

  return (
    <>
      <TalkColumn
        bench={props}
        state={state}
        talk={talk}
        gone={gone}
        stands={stands}
        held={held}
        draft={draft}
        change={change}
        checked={checked}
        sending={sending}
        suggestion={suggestion}
        insert={insert}
        field={field}
        cite={cite}
        open={setDialog}
      />
      <Panel id={id} talk={talk} mine={mine} stands={stands} pane={pane} setPane={setPane} cite={cite} openSection={setSection}
        quote={(text) => {
          change((before) => ({ ...before, text: before.text.trim() ? `${before.text.trimEnd()}\n\n${text}` : text }));
          write();
        }}
        noted={(note) => state.put((before) => ({ ...before, notes: [...before.notes, note] }))}
      />
      {dialog === "return" && talk && (
        <GiveBack id={id} talk={talk} unsent={draft.text.trim() !== ""} close={() => setDialog(null)} done={left} />
      )}
      {dialog === "transfer" && talk && <Transfer id={id} talk={talk} close={() => setDialog(null)} done={left} />}
      {section && (
        <Guarded>
          <PolicyDrawer section={section} close={() => setSection(null)} />
        </Guarded>
      )}
    </>
  );
}
