import { useRef, useState } from "react";
import { sendOpinion } from "../calls";
import type { DislikeReason } from "../wire";
import { useWords } from "../words/Words";
import { useRoom } from "./Context";
import { Icon } from "./Icon";

const REASONS: readonly DislikeReason[] = ["wrong", "unclear", "not_my_question", "too_long", "unkind", "other"];

/** A thumb at once; a reason if they like. Said again, the newest counts. */
export function Feedback({ turnId }: { turnId: string }): React.JSX.Element {
  const words = useWords().feedback;
  const { chat } = useRoom();
  const [liked, setLiked] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const down = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    down.current?.focus();
    setAsking(false);
  };
  const give = (like: boolean, reason: DislikeReason | null, done: boolean): void => {
    setLiked(like);
    if (done && !like) close();
    else setAsking(!done);
    sendOpinion(turnId, like, reason).then(
      () => done && chat.store.say(words.thanks),
      (error: unknown) => chat.trouble(error),
    );
  };
  return (
    <div className="feedback">
      <button type="button" className="quiet" data-testid="feedback-up" aria-label={words.up} aria-pressed={liked === true} onClick={() => give(true, null, true)}>
        <Icon name="up" />
      </button>
      <button ref={down} type="button" className="quiet" data-testid="feedback-down" aria-label={words.down} aria-pressed={liked === false} onClick={() => give(false, null, false)}>
        <Icon name="down" />
      </button>
      {asking && (
        <fieldset>
          <legend>{words.why}</legend>
          {REASONS.map((reason) => (
            <button key={reason} type="button" className="chip" data-testid="feedback-reason" onClick={() => give(false, reason, true)}>
              {words.reasons[reason]}
            </button>
          ))}
          <button type="button" className="chip" onClick={close}>
            {words.skip}
          </button>
        </fieldset>
      )}
      {!asking && liked !== null && <span className="note">{words.thanks}</span>}
    </div>
  );
}
