import { useCallback, useRef, useState } from "react";
import { api } from "../api";
import { said } from "../desk/problems";
import { useVoice } from "../desk/tell";
import type { Change, Language, Suggestion } from "../types";
import { say } from "../words";

export interface Offered {
  suggestion: Suggestion;
  /** The text that it was rewritten from; null for a fresh reply. */
  from: string | null;
  /** The suggestions that it was rewritten from, oldest first: they are decided with it. */
  chain: string[];
}

export interface SuggestionState {
  offered: Offered | null;
  busy: boolean;
  failed: string | null;
  /** Why a rewrite changed nothing; what was offered before stays. */
  unchanged: string | null;
  suggest: () => void;
  rewrite: (text: string, change: Change, language: Language | undefined, of: string | undefined) => void;
  reject: (reason: string) => void;
  putAway: () => void;
}

/** What the assistant offers the agent to say. Nothing here sends anything. */
export function useSuggestion(id: string): SuggestionState {
  const [offered, setOffered] = useState<Offered | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [unchanged, setUnchanged] = useState<string | null>(null);
  const count = useRef(0);
  const { announce, tell } = useVoice();

  const get = useCallback(
    async (asked: () => Promise<Suggestion>, from: string | null, of: string | undefined): Promise<void> => {
      count.current += 1;
      const mine = count.current;
      setBusy(true);
      setFailed(null);
      setUnchanged(null);
      try {
        const suggestion = await asked();
        if (mine !== count.current) return;
        const nothing = from !== null && !suggestion.text;
        if (nothing) setUnchanged(suggestion.empty_because);
        setOffered((before) => (nothing && before ? before : { suggestion, from, chain: chained(before, of) }));
        announce(suggestion.empty_because ?? say("suggest.ready", { text: suggestion.text }));
      } catch (error) {
        if (mine === count.current) setFailed(said(error));
      } finally {
        if (mine === count.current) setBusy(false);
      }
    },
    [announce],
  );

  const suggest = useCallback(() => void get(() => api.suggest(id), null, undefined), [get, id]);
  const rewrite = useCallback(
    (text: string, change: Change, language: Language | undefined, of: string | undefined) =>
      void get(
        () => api.rewrite(id, { text, change, ...(language ? { language } : {}), ...(of ? { suggestion_id: of } : {}) }),
        text,
        of,
      ),
    [get, id],
  );
  const putAway = useCallback(() => {
    count.current += 1;
    setBusy(false);
    setFailed(null);
    setUnchanged(null);
    setOffered(null);
  }, []);
  const reject = useCallback(
    (reason: string) => {
      if (!offered) return;
      const { suggestion_id } = offered.suggestion;
      setOffered(null);
      api.decide(id, suggestion_id, { outcome: "rejected", reason }).then(
        () => tell(say("suggest.rejected")),
        (error: unknown) => tell(said(error), "warn"),
      );
    },
    [id, offered, tell],
  );
  return { offered, busy, failed, unchanged, suggest, rewrite, reject, putAway };
}

/** The suggestions behind a rewrite: of what is offered, with all that it came from, or of what is in the draft. */
function chained(before: Offered | null, of: string | undefined): string[] {
  if (!of) return [];
  return before?.suggestion.suggestion_id === of ? [...before.chain, of] : [of];
}
