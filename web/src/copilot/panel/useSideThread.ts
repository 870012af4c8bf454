import { useCallback, useEffect, useRef, useState } from "react";
import { authorization, Problem, problemOf } from "../../shared/http";
import { events, follow } from "../../shared/live";
import { api } from "../api";
import { besideCards } from "../conversation/prose";
import { isAborted, said } from "../desk/problems";
import { runId } from "../desk/runId";
import { useVoice } from "../desk/tell";
import type { Citation, Proposal } from "../types";
import { after, choices, STARTED, withViews, type Run } from "./run";

export interface Said {
  key: string;
  by: "you" | "assistant";
  text: string;
  citations: Citation[];
  choices: string[];
}

export interface SideThread {
  thread: string | null;
  said: Said[];
  proposals: Proposal[];
  run: Run | null;
  failed: string | null;
  ask: (text: string) => Promise<void>;
  stop: () => void;
  put: (view: Proposal) => void;
}

/** The agent's own conversation with the assistant about this borrower. It proposes; nothing changes by it. */
export function useSideThread(id: string): SideThread {
  const [thread, setThread] = useState<string | null>(null);
  const [lines, setLines] = useState<Said[]>([]);
  const [proposals, setProposals] = useState<Proposal[]>([]);
  const [run, setRun] = useState<Run | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const going = useRef<AbortController | null>(null);
  const { announce } = useVoice();

  const read = useCallback(async (of: string): Promise<void> => {
    const [{ turns }, { proposals: found }] = await Promise.all([api.thread(of), api.proposals(of)]);
    setLines(
      turns.flatMap((turn): Said[] => {
        const whole = turn.result?.answer ?? "";
        const answer = turn.result?.outcome === "proposal" ? besideCards(whole) : whole;
        const asked: Said = { key: `${turn.turn_id}-q`, by: "you", text: turn.user_text, citations: [], choices: [] };
        const citations = turn.result?.citations ?? [];
        return answer
          ? [asked, { key: turn.turn_id, by: "assistant", text: answer, citations, choices: choices(answer, turn.result?.outcome ?? null) }]
          : [asked];
      }),
    );
    setProposals((known) => withViews(known, found));
  }, []);

  useEffect(() => {
    const leaving = new AbortController();
    void (async () => {
      try {
        const { thread_id } = await api.sideThread(id);
        if (leaving.signal.aborted) return;
        setThread(thread_id);
        await read(thread_id);
        const path = `/v1/threads/${encodeURIComponent(thread_id)}/events`;
        await follow(path, () => void read(thread_id).catch(() => {}), leaving.signal);
      } catch (error) {
        if (!leaving.signal.aborted) setFailed(said(error));
      }
    })();
    return () => {
      leaving.abort();
      going.current?.abort();
    };
  }, [id, read]);

  const ask = useCallback(
    async (text: string): Promise<void> => {
      if (!thread || going.current) return;
      const mine = new AbortController();
      going.current = mine;
      setFailed(null);
      const key = runId();
      setLines((before) => [...before, { key, by: "you", text, citations: [], choices: [] }]);
      let state: Run = STARTED;
      setRun(state);
      try {
        for await (const event of running(thread, key, text, mine.signal)) {
          state = after(state, event);
          setRun(state);
        }
        if (state.error !== null) setFailed(state.error);
        else announce(state.text);
        setProposals((known) => withViews(known, state.proposals));
        await read(thread);
      } catch (error) {
        if (!isAborted(error)) setFailed(said(error));
        else await api.stopRun(thread, key).catch(() => {});
      } finally {
        going.current = null;
        setRun(null);
      }
    },
    [announce, read, thread],
  );

  const stop = useCallback(() => going.current?.abort(), []);
  const put = useCallback((view: Proposal) => setProposals((known) => withViews(known, [view])), []);
  return { thread, said: lines, proposals, run, failed, ask, stop, put };
}

async function* running(
  thread: string,
  run: string,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<Parameters<typeof after>[1]> {
  const body = JSON.stringify({
    threadId: thread,
    runId: run,
    messages: [{ id: run, role: "user", content: text }],
    state: {},
    tools: [],
    context: [],
    forwardedProps: {},
  });
  const headers = { ...authorization(), "Content-Type": "application/json", Accept: "text/event-stream" };
  let response: Response;
  try {
    response = await fetch("/v1/agui", { method: "POST", headers, body, cache: "no-store", signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(0, "offline", "No connection", "The service cannot be reached. Check the connection and try again.");
  }
  if (!response.ok || !response.body) throw problemOf(response.status, await response.text());
  for await (const { data } of events(response.body)) {
    if (data) yield JSON.parse(data) as Parameters<typeof after>[1];
  }
}
