import { useEffect, useRef, useState } from "react";
import { Problem } from "./http";
import { stepUp } from "./session";
import { giveCode, openIssuer, type Way, way } from "./step-up";

export interface StepUp {
  /** Null until the service has said how. */
  way: Way | null;
  /** A code is looked at, or the issuer's window is open. */
  waiting: boolean;
  refused: Problem | null;
  code: (code: string) => Promise<void>;
  /** To be called by a press: browsers open windows for presses alone. */
  issuer: () => void;
}

/** A second factor, whichever way this service takes it; `done` goes on with what it was asked for. */
export function useStepUp(done: () => Promise<void> | void): StepUp {
  const [chosen, setChosen] = useState<Way | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const goOn = useRef(done);
  goOn.current = done;

  useEffect(() => {
    let gone = false;
    way().then(
      (found) => !gone && setChosen(found),
      (error: unknown) => !gone && setRefused(problemOf(error)),
    );
    return () => {
      gone = true;
      stop.current?.();
    };
  }, []);

  const over = async (problem: Problem | null): Promise<void> => {
    setRefused(problem);
    if (!problem) await goOn.current();
    setWaiting(false);
  };
  return {
    way: chosen,
    waiting,
    refused,
    code: async (code) => {
      setWaiting(true);
      setRefused(null);
      await over(await giveCode(code.replace(/\s/g, "")).then(() => null, problemOf));
    },
    issuer: () => {
      stop.current?.();
      setRefused(null);
      stop.current = openIssuer((problem) => void over(problem));
      setWaiting(stop.current !== null);
      // No window: the whole page goes there and comes back to this address.
      if (!stop.current) stepUp();
    },
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
