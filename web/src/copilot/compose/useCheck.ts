import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../api";
import { isAborted } from "../desk/problems";
import { placed } from "./segments";
import type { Checked } from "./sending";

const PAUSE_MS = 500;

/** The compliance check of the draft: asked when typing pauses, and at once by `now`. */
export function useCheck(id: string, text: string, on: boolean): { checked: Checked | null; now: () => Promise<Checked> } {
  const [checked, setChecked] = useState<Checked | null>(null);
  const asking = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (draft: string): Promise<Checked> => {
      asking.current?.abort();
      const mine = new AbortController();
      asking.current = mine;
      let found: Checked;
      try {
        const { warnings } = await api.check(id, draft, mine.signal);
        found = { text: draft, failed: false, warnings: placed(draft, warnings) };
      } catch (error) {
        found = { text: draft, failed: true, warnings: [] };
        if (isAborted(error)) return found;
      }
      setChecked(found);
      return found;
    },
    [id],
  );

  useEffect(() => {
    if (!on || text.trim() === "") return;
    const timer = setTimeout(() => void ask(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, on, text]);

  const now = useCallback(() => ask(text), [ask, text]);
  return { checked, now };
}
