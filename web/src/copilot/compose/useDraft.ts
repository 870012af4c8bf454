import { useCallback, useState } from "react";
import { EMPTY, type Draft } from "./tracking";

const kept = new Map<string, Draft>();

/** The draft of a conversation. It outlives a look into another conversation, and ends with the page. */
export function useDraft(id: string): [Draft, (change: (draft: Draft) => Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => kept.get(id) ?? EMPTY);
  const change = useCallback(
    (by: (draft: Draft) => Draft) =>
      setDraft((before) => {
        const next = by(before);
        if (next.text.trim() === "") kept.delete(id);
        else kept.set(id, next);
        return next;
      }),
    [id],
  );
  return [draft, change];
}
