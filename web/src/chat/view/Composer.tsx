import { ComposerPrimitive } from "@assistant-ui/react";
import { useEffect, useRef } from "react";
import { stop } from "../conversation/sending";
import { useWords } from "../words/Words";
import { useChat, useRoom } from "./Context";
import { Icon } from "./Icon";

export function Composer(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const phase = useChat((state) => state.live?.phase ?? null);
  const agent = useChat((state) => (state.floor === "agent" ? (state.handoff?.agent_name ?? "") : null));
  const running = phase !== null && phase !== "failed" && agent === null;
  const before = useRef(running);
  useEffect(() => {
    if (before.current === running) return;
    before.current = running;
    // Send, stop and starters take each other's place; a focus that went with one goes on in the conversation.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(".viewport")?.focus({ preventScroll: true });
  }, [running]);
  const label = agent === null ? words.compose : words.composeAgent(agent || words.person);
  return (
    <ComposerPrimitive.Root className="composer">
      <ComposerPrimitive.Input
        id="composer"
        data-testid="composer"
        aria-label={label}
        placeholder={agent === null ? words.composeHint : label}
        minRows={1}
        maxRows={6}
        maxLength={8000}
        autoComplete="off"
        cancelOnEscape={false}
        addAttachmentOnPaste={false}
        unstable_focusOnRunStart={false}
        unstable_focusOnScrollToBottom={false}
        unstable_focusOnThreadSwitched={false}
      />
      {running ? (
        <button
          type="button"
          className="tw-button send"
          data-testid="stop"
          aria-label={phase === "stopping" ? words.stopping : words.stop}
          disabled={phase === "stopping"}
          onClick={() => void stop(chat)}
        >
          <Icon name="stop" />
        </button>
      ) : (
        <ComposerPrimitive.Send className="tw-button send" data-kind="primary" data-testid="send" aria-label={words.send}>
          <Icon name="send" />
        </ComposerPrimitive.Send>
      )}
    </ComposerPrimitive.Root>
  );
}
