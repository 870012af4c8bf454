import { exact, instant } from "../format";
import type { DeskMessage, NoticeRow } from "../types";
import { WORDS } from "../words";
import { Said } from "./Said";

const WORD = WORDS.transcript;

/** Words of one side of the conversation, with who and when. */
export function Bubble(props: {
  side: "borrower" | "assistant" | "agent" | "notice";
  who: string;
  at: string | null;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <div className="ops-bubble" data-side={props.side}>
      <p className="ops-by">
        <strong>{props.who}</strong>
        {props.at && (
          <time dateTime={props.at} title={exact(props.at)}>
            {instant(props.at)}
          </time>
        )}
      </p>
      {props.children}
    </div>
  );
}

export function NoticeEntry({ notice }: { notice: NoticeRow }): React.JSX.Element {
  return (
    <Bubble side="notice" who={WORD.notice} at={notice.created_at}>
      <Said text={notice.words} />
    </Bubble>
  );
}

export function MessageEntry({ message }: { message: DeskMessage }): React.JSX.Element {
  const agent = message.author === "agent";
  const who = agent ? [message.author_name, WORD.agent].filter(Boolean).join(", ") : WORD.borrower;
  return (
    <Bubble side={message.author} who={who} at={message.sent_at}>
      <p className="ops-words">{message.text}</p>
    </Bubble>
  );
}
