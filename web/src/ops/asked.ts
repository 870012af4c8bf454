import { useCallback, useEffect, useRef, useState } from "react";
import { ask, Problem } from "../shared/http";
import { signIn } from "../shared/session";

/** What the service answered, or is being asked, or why it did not. An answer stays while it is asked again. */
export interface Asked<Answer> {
  answer: Answer | null;
  problem: Problem | null;
  asking: boolean;
  again: () => void;
}

/**
 * Ask the service, also when `path` changes (null: nothing to ask), and every `everyS` seconds while the page is seen.
 * `about`: what the answer is about; it stays in view while another path is asked about the same.
 */
export function useAsked<Answer>(path: string | null, everyS = 0, about: string | null = path): Asked<Answer> {
  const [answer, setAnswer] = useState<{ of: string; is: Answer } | null>(null);
  const [problem, setProblem] = useState<{ of: string; is: Problem } | null>(null);
  const [asking, setAsking] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((n) => n + 1), []);

  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    setAsking(true);
    ask<Answer>("GET", path, undefined, stop.signal)
      .then((is) => {
        setAnswer({ of: about ?? path, is });
        setProblem(null);
        setAsking(false);
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        setProblem({ of: about ?? path, is: problemFrom(error) });
        setAsking(false);
      });
    return () => stop.abort();
  }, [path, about, attempt]);
  useEvery(everyS, again);

  return {
    answer: answer?.of === about ? answer.is : null,
    problem: problem?.of === about ? problem.is : null,
    asking,
    again,
  };
}

/** Whatever was thrown, as a problem to tell; one that only signing in mends leads there. */
export function problemFrom(error: unknown): Problem {
  if (!(error instanceof Problem)) return new Problem(0, "unexpected", "Not done", String(error));
  if (error.status === 401) signIn();
  return error;
}

/** Call `then` every `seconds` while the page is in view (0: never). */
export function useEvery(seconds: number, then: () => void): void {
  const call = useRef(then);
  call.current = then;
  useEffect(() => {
    if (!seconds) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") call.current();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
}

/** The time, told again every `seconds`: for ages and what is left. */
export function useNow(seconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEvery(seconds, () => setNow(Date.now()));
  return now;
}
