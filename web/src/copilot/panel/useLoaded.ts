import { useCallback, useEffect, useRef, useState } from "react";
import { isGone, said } from "../desk/problems";

export interface Loaded<Value> {
  value: Value | null;
  failed: string | null;
  /** It is not there for this conversation (404): nobody is signed in, say. */
  absent: boolean;
  reload: () => void;
}

/** Something that is read once, and again on request or when `changes` does. `null` reads nothing. */
export function useLoaded<Value>(read: (() => Promise<Value>) | null, changes: string): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [absent, setAbsent] = useState(false);
  const reading = useRef(read);
  reading.current = read;
  const count = useRef(0);
  const on = read !== null;

  const reload = useCallback(() => {
    const now = reading.current;
    if (!now) return;
    count.current += 1;
    const mine = count.current;
    now().then(
      (found) => {
        if (mine !== count.current) return;
        setValue(found);
        setFailed(null);
      },
      (error: unknown) => {
        if (mine !== count.current) return;
        setAbsent(isGone(error));
        setFailed(said(error));
      },
    );
  }, []);
  useEffect(() => {
    if (on) reload();
  }, [on, changes, reload]);
  return { value, failed, absent, reload };
}
