import { transcriptJson, transcriptText } from "../transcript";
import { useRoom } from "../view/Context";
import { Dialog } from "../view/Dialog";
import { useSpoken } from "../words/Words";

/** Made here, from what the page shows; nothing is sent anywhere. */
export default function Transcript({ close }: { close: () => void }): React.JSX.Element {
  const { language, words } = useSpoken();
  const { chat } = useRoom();
  const now = new Date();
  return (
    <Dialog title={words.transcript.title} close={close} testid="transcript-panel">
      <p>{words.transcript.text}</p>
      <div className="row">
        <button
          type="button"
          className="tw-button"
          data-kind="primary"
          data-testid="transcript-download"
          onClick={() => save(transcriptText(chat.state, words, language, now), "text/plain", "txt", now)}
        >
          {words.transcript.asText}
        </button>
        <button
          type="button"
          className="tw-button"
          data-testid="transcript-json"
          onClick={() => save(transcriptJson(chat.state, now), "application/json", "json", now)}
        >
          {words.transcript.asJson}
        </button>
      </div>
    </Dialog>
  );
}

function save(content: string, type: string, ending: string, now: Date): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `tidewell-${now.toISOString().slice(0, 10)}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
