import { MessagePrimitive } from "@assistant-ui/react";
import type { NoticeEntry, PersonEntry } from "../conversation/timeline";
import { clock } from "../figures/format";
import { Rich } from "../text/Rich";
import { useSpoken, useWords } from "../words/Words";
import { Icon } from "./Icon";

/** A person of ours, never to be taken for the assistant: their name, their mark, their own colour. */
export function PersonMessage({ entry }: { entry: PersonEntry }): React.JSX.Element {
  const { language, words } = useSpoken();
  const { message } = entry;
  const name = message.author_name ?? words.person;
  return (
    <MessagePrimitive.Root render={<article />} className="message person" data-testid="message-agent" aria-label={`${name}, ${words.handoff.human}`}>
      <p className="who">
        <Icon name="person" />
        {name}
        <span className="badge">{words.handoff.human}</span>
        <time dateTime={message.sent_at}>{clock(message.sent_at, language)}</time>
      </p>
      <div className="rich bubble">
        <Rich text={message.text} />
      </div>
    </MessagePrimitive.Root>
  );
}

/** Something that happened: an approval, an expiry, a correction, a receipt that came later. */
export function NoticeMessage({ entry }: { entry: NoticeEntry }): React.JSX.Element {
  const words = useWords();
  return (
    <MessagePrimitive.Root render={<article />} className="message notice" data-testid="notice" data-kind={entry.notice.kind} aria-label={words.conversation}>
      <div className="rich">
        <Rich text={entry.notice.words} />
      </div>
    </MessagePrimitive.Root>
  );
}
