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
}

export interface SuggestionState {
  offered: Offered | null;
  busy: boolean;
  failed: string | null;
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
  const count = useRef(0);
  const { announce, tell } = useVoice();

  const get = useCallback(
    async (asked: () => Promise<Suggestion>, from: string | null): Promise<void> => {
      count.current += 1;
      const mine = count.current;
      setBusy(true);
      setFailed(null);
      try {
        const suggestion = await asked();
        if (mine !== count.current) return;
        setOffered({ suggestion, from });
        announce(suggestion.empty_because ?? say("suggest.ready", { text: suggestion.text }));
      } catch (error) {
        if (mine === count.current) setFailed(said(error));
      } finally {
        if (mine === count.current) setBusy(false);
      }
    },
    [announce],
  );

  const suggest = useCallback(() => void get(() => api.suggest(id), null), [get, id]);
  const rewrite = useCallback(
    (text: string, change: Change, language: Language | undefined, of: string | undefined) =>
      void get(
        () => api.rewrite(id, { text, change, ...(language ? { language } : {}), ...(of ? { suggestion_id: of } : {}) }),
        text,
      ),
    [get, id],
  );
  const putAway = useCallback(() => {
    count.current += 1;
    setBusy(false);
    setFailed(null);
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
  return { offered, busy, failed, suggest, rewrite, reject, putAway };
}
