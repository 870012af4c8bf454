import { useCallback, useEffect, useRef, useState } from "react";
import { follow } from "../../shared/live";
import { api } from "../api";
import { isAborted, isGone, said } from "../desk/problems";
import { useVoice } from "../desk/tell";
import type { BoardRow, Conversation, Floor, Note, Summary } from "../types";
import { say } from "../words";
import { heard, merged, readOnFrom, type Entry } from "./timeline";

export interface Talk {
  handoff: BoardRow;
  floor: Floor;
  summary: Summary | null;
  entries: Entry[];
  notes: Note[];
}

export interface TalkState {
  talk: Talk | null;
  failed: string | null;
  /** It cannot be seen any more: taken by somebody else, say. What was read of it stays. */
  gone: boolean;
  take: (read: Conversation) => void;
  put: (change: (talk: Talk) => Talk) => void;
  reload: () => Promise<void>;
}

/** One conversation, followed as long as it is open. New words are read aloud as whole messages. */
export function useConversation(id: string): TalkState {
  const [talk, setTalk] = useState<Talk | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  const newest = useRef<Talk | null>(null);
  const place = useRef<number | undefined>(undefined);
  const { announce } = useVoice();

  const put = useCallback((change: (talk: Talk) => Talk): void => {
    if (!newest.current) return;
    newest.current = change(newest.current);
    setTalk(newest.current);
  }, []);

  const take = useCallback(
    (read: Conversation): void => {
      const before = newest.current;
      const entries = merged(before?.entries ?? [], read);
      place.current = read.order;
      newest.current = {
        handoff: read.handoff,
        floor: read.floor,
        summary: read.summary ?? before?.summary ?? null,
        notes: read.notes,
        entries,
      };
      setTalk(newest.current);
      setFailed(null);
      setGone(false);
      if (!before) return;
      const name = read.handoff.borrower_name ?? say("talk.borrower");
      for (const { by, text } of heard(before.entries, entries))
        announce(by === "desk" ? text : by === "borrower" ? say("talk.said", { name, text }) : say("talk.answered", { text }));
    },
    [announce],
  );

  const read = useCallback(
    async (signal?: AbortSignal): Promise<void> => {
      try {
        const from = newest.current ? (place.current ?? readOnFrom(newest.current.entries)) : undefined;
        take(await api.conversation(id, from, signal));
      } catch (error) {
        if (isAborted(error)) return;
        if (isGone(error)) setGone(true);
        setFailed(said(error));
      }
    },
    [id, take],
  );

  useEffect(() => {
    const leaving = new AbortController();
    let going: Promise<void> = read(leaving.signal);
    const again = (): void => {
      going = going.then(() => (leaving.signal.aborted ? undefined : read(leaving.signal)));
    };
    void follow(`/v1/handoffs/${encodeURIComponent(id)}/events`, again, leaving.signal).then(() => {
      if (!leaving.signal.aborted) again();
    });
    return () => leaving.abort();
  }, [id, read]);

  return { talk, failed, gone, take, put, reload: read };
}
