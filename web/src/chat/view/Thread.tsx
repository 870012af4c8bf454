import { ThreadPrimitive, useAuiState } from "@assistant-ui/react";
import { useScrolled } from "./scrolling";
import { useWords } from "../words/Words";
import { AssistantMessage } from "./AssistantMessage";
import { Composer } from "./Composer";
import { useChat } from "./Context";
import { Icon } from "./Icon";
import { NoticeMessage, PersonMessage } from "./OtherMessages";
import { PersonBar } from "./PersonBar";
import { entryOf } from "./entry";
import { UserMessage } from "./UserMessage";
import { Welcome } from "./Welcome";

export function Thread(): React.JSX.Element {
  const words = useWords();
  const opening = useChat((state) => state.opening);
  const empty = useChat((state) => state.turns.length + state.messages.length + state.notices.length === 0 && !state.live);
  const viewport = useScrolled();
  return (
    <ThreadPrimitive.Root className="thread">
      <ThreadPrimitive.Viewport className="viewport" role="region" aria-label={words.conversation} tabIndex={0} autoScroll={false} scrollToBottomOnRunStart={false} scrollToBottomOnInitialize={false} scrollToBottomOnThreadSwitch={false} ref={viewport}>
        {opening ? <p className="opening">{words.opening}</p> : empty && <Welcome />}
        {!empty && <h2 className="tw-hidden">{words.conversation}</h2>}
        <div className="messages">
          <ThreadPrimitive.Messages>{() => <Message />}</ThreadPrimitive.Messages>
        </div>
      </ThreadPrimitive.Viewport>
      <div className="foot">
        {!empty && (
          <ThreadPrimitive.ScrollToBottom className="tool to-newest" aria-label={words.toNewest}>
            <Icon name="arrowDown" />
          </ThreadPrimitive.ScrollToBottom>
        )}
        <PersonBar />
        <Composer />
      </div>
    </ThreadPrimitive.Root>
  );
}

function Message(): React.ReactNode {
  const entry = useAuiState((state) => entryOf(state.message.metadata.custom));
  switch (entry?.kind) {
    case "user":
      return <UserMessage entry={entry} />;
    case "assistant":
      return <AssistantMessage entry={entry} />;
    case "person":
      return <PersonMessage entry={entry} />;
    case "notice":
      return <NoticeMessage entry={entry} />;
    default:
      return null;
  }
}
