import { useEffect, useRef, useState } from "react";
import type { Proposal } from "../wire";
import { useWords } from "../words/Words";
import { useRoom } from "./Context";

const TOLD_AT = [5, 1];
const MINUTE_MS = 60_000;

/** Whole minutes left. A screen reader hears it twice: with five minutes and with one minute left. */
export function Countdown({ proposal }: { proposal: Proposal }): React.JSX.Element {
  const words = useWords().proposal;
  const { chat } = useRoom();
  const [left, setLeft] = useState(() => minutesLeft(proposal.expires_at));
  const told = useRef(left);
  useEffect(() => {
    const timer = setInterval(() => {
      const next = minutesLeft(proposal.expires_at);
      setLeft(next);
      const due = TOLD_AT.find((minutes) => next <= minutes && told.current > minutes);
      if (due !== undefined) chat.store.say(`${proposal.title}: ${words.left(next)}`);
      told.current = next;
      if (Date.parse(proposal.expires_at) < Date.now()) {
        clearInterval(timer);
        void chat.sync();
      }
    }, 5_000);
    return () => clearInterval(timer);
  }, [proposal, chat, words]);
  return <span>{words.expiresIn(left)}</span>;
}

export const minutesLeft = (expires: string, now: number = Date.now()): number =>
  Math.max(0, Math.ceil((Date.parse(expires) - now) / MINUTE_MS));
