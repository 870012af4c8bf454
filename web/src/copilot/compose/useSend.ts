import { useCallback, useRef, useState } from "react";
import { api } from "../api";
import { isProblem, said } from "../desk/problems";
import { runId } from "../desk/runId";
import { useVoice } from "../desk/tell";
import type { DeskMessage } from "../types";
import { say } from "../words";
import { pressed, type Checked } from "./sending";
import { changed, EMPTY, type Draft } from "./tracking";

export interface SendState {
  sending: boolean;
  /** Why the last press did not send; null when it did, or the draft has changed since. */
  held: { text: string; why: string } | null;
  send: () => Promise<void>;
}

interface Needs {
  id: string;
  draft: Draft;
  change: (by: (draft: Draft) => Draft) => void;
  checked: Checked | null;
  check: () => Promise<Checked>;
  sent: (message: DeskMessage) => void;
}

/** Send the draft: never unchecked, never against a stop at the first press, never twice. */
export function useSend({ id, draft, change, checked, check, sent }: Needs): SendState {
  const [sending, setSending] = useState(false);
  const [held, setHeld] = useState<SendState["held"]>(null);
  const run = useRef<{ text: string; id: string } | null>(null);
  const going = useRef(false);
  const { tell } = useVoice();

  const hold = useCallback(
    (text: string, why: string) => {
      setHeld({ text, why });
      tell(why, "warn");
    },
    [tell],
  );

  const post = useCallback(async (): Promise<void> => {
    // The same text again is the same message: a lost answer is asked for again, not said twice.
    if (run.current?.text !== draft.text) run.current = { text: draft.text, id: runId() };
    const by = draft.from ? { suggestion_id: draft.from.id } : {};
    const message = await api.send(id, { text: draft.text, run_id: run.current.id, ...by });
    run.current = null;
    setHeld(null);
    change(() => EMPTY);
    sent(message);
    tell(recorded(draft));
    for (const earlier of draft.before)
      api.decide(id, earlier, { outcome: "edited", final: draft.text }).catch((error: unknown) => tell(said(error), "warn"));
  }, [change, draft, id, sent, tell]);

  const send = useCallback(async (): Promise<void> => {
    if (going.current || draft.text.trim() === "") return;
    going.current = true;
    setSending(true);
    try {
      let press = pressed(draft.text, checked, held?.text ?? null);
      if (press === "check") press = pressed(draft.text, await check(), null);
      if (press === "hold-stop") hold(draft.text, say("write.stopped"));
      else if (press === "hold-unchecked") hold(draft.text, say("write.unchecked"));
      else await post();
    } catch (error) {
      tell(isProblem(error, "assistant-speaking") ? say("write.wait") : said(error), "warn");
    } finally {
      going.current = false;
      setSending(false);
    }
  }, [check, checked, draft.text, held, hold, post, tell]);

  return { sending, held: held?.text === draft.text ? held : null, send };
}

function recorded(draft: Draft): string {
  const edit = changed(draft);
  if (!edit) return say("write.sent");
  return edit.distance === 0 ? say("write.sent.accepted") : say("write.sent.edited", { n: edit.distance });
}
