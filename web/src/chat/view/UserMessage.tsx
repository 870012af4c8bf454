import { ActionBarPrimitive, ComposerPrimitive, MessagePrimitive, useAuiState } from "@assistant-ui/react";
import { sendAgain } from "../conversation/sending";
import type { UserEntry } from "../conversation/timeline";
import { useWords } from "../words/Words";
import { useChat, useRoom } from "./Context";
import { Icon } from "./Icon";

export function UserMessage({ entry }: { entry: UserEntry }): React.JSX.Element {
  const words = useWords();
  const editing = useAuiState((state) => state.message.composer.isEditing);
  const first = useChat((state) => state.turns.find((turn) => turn.turn_id === entry.corrects)?.user_text ?? null);
  return (
    <MessagePrimitive.Root render={<article />} className="message user" data-testid="message-user" aria-label={words.you}>
      {entry.corrects && <p className="correction">{words.correctionOf(first ?? "…")}</p>}
      {editing ? <Editing /> : <p className="bubble">{entry.text}</p>}
      {!editing && entry.turnId && (
        <ActionBarPrimitive.Root className="actions" hideWhenRunning>
          <ActionBarPrimitive.Edit className="quiet" data-testid="edit">
            <Icon name="edit" />
            {words.edit}
          </ActionBarPrimitive.Edit>
        </ActionBarPrimitive.Root>
      )}
      {entry.unsent && <Unsent />}
    </MessagePrimitive.Root>
  );
}

function Editing(): React.JSX.Element {
  const words = useWords();
  return (
    <ComposerPrimitive.Root className="editing">
      <ComposerPrimitive.Input className="tw-field" aria-label={words.editLabel} data-testid="edit-text" autoFocus maxRows={8} addAttachmentOnPaste={false} />
      <p className="note">{words.editNote}</p>
      <div className="row">
        <ComposerPrimitive.Cancel className="tw-button">{words.cancel}</ComposerPrimitive.Cancel>
        <ComposerPrimitive.Send className="tw-button" data-kind="primary" data-testid="edit-send">
          {words.sendCorrection}
        </ComposerPrimitive.Send>
      </div>
    </ComposerPrimitive.Root>
  );
}

function Unsent(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const why = useChat((state) => state.live?.problem?.words);
  return (
    <p className="unsent" data-testid="unsent">
      {why || words.unsent}
      <button type="button" className="tw-button" data-testid="retry" onClick={() => void sendAgain(chat)}>
        <Icon name="retry" />
        {words.retry}
      </button>
    </p>
  );
}
