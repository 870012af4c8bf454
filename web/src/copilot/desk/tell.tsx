import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { say } from "../words";

type Tone = "ok" | "warn";
interface Voice {
  /** Show a sentence for a while and have it read aloud. */
  tell: (words: string, tone?: Tone) => void;
  /** Have a whole message read aloud, without showing it. */
  announce: (words: string) => void;
}

const Context = createContext<Voice>({ tell: () => {}, announce: () => {} });
export const useVoice = (): Voice => useContext(Context);
const SHOWN_MS = 9_000;

/** What the desk says: one live region for everything, and a note at the foot of the page. */
export function Voiced({ children }: { children: React.ReactNode }): React.JSX.Element {
  const [aloud, setAloud] = useState<{ id: number; words: string }[]>([]);
  const [shown, setShown] = useState<{ id: number; words: string; tone: Tone } | null>(null);
  const count = useRef(0);
  const announce = useCallback((words: string) => {
    count.current += 1;
    const next = { id: count.current, words };
    setAloud((before) => [...before.slice(-4), next]);
  }, []);
  const tell = useCallback(
    (words: string, tone: Tone = "ok") => {
      announce(words);
      setShown({ id: count.current, words, tone });
    },
    [announce],
  );
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const voice = useMemo(() => ({ tell, announce }), [tell, announce]);
  return (
    <Context value={voice}>
      {children}
      <div className="tw-hidden" role="log" aria-live="polite" aria-label={say("talk.new")} data-testid="live-region">
        {aloud.map((one) => (
          <p key={one.id}>{one.words}</p>
        ))}
      </div>
      {shown && (
        <section className="cp-toast" aria-label={say("toast")} data-tone={shown.tone} data-testid="toast">
          <span>{shown.words}</span>
          <button type="button" className="cp-icon" aria-label={say("dismiss")} onClick={() => setShown(null)}>
            <span aria-hidden="true">×</span>
          </button>
        </section>
      )}
    </Context>
  );
}
