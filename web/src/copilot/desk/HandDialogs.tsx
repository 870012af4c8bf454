import { useState } from "react";
import { api } from "../api";
import type { Talk } from "../conversation/useConversation";
import { named, QUEUES, say } from "../words";
import { Modal } from "./Modal";
import { said } from "./problems";

interface Props {
  id: string;
  talk: Talk;
  close: () => void;
  done: () => void;
}

/** Runs one request at a time and keeps what it said when it failed. */
function useOnce(act: () => Promise<unknown>, done: () => void): { busy: boolean; failed: string | null; go: () => void } {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const go = (): void => {
    if (busy) return;
    setBusy(true);
    act().then(done, (error: unknown) => {
      setFailed(said(error));
      setBusy(false);
    });
  };
  return { busy, failed, go };
}

export function GiveBack({ id, talk, unsent, close, done }: Props & { unsent: boolean }): React.JSX.Element {
  const [note, setNote] = useState("");
  const { busy, failed, go } = useOnce(() => api.giveBack(id, note.trim()), done);
  return (
    <Modal title={say("give.title")} close={close} testId="return-dialog">
      <form
        className="cp-form"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p>{say("give.says", { name: talk.handoff.borrower_name ?? say("talk.borrower") })}</p>
        {unsent && <p className="cp-failed">{say("give.draft")}</p>}
        <label>
          {say("give.note")}
          <textarea
            className="tw-field"
            rows={3}
            maxLength={4000}
            value={note}
            data-testid="return-note"
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <Foot failed={failed} busy={busy} close={close} label={say("give.do")} testId="return-confirm" />
      </form>
    </Modal>
  );
}

export function Transfer({ id, talk, close, done }: Props): React.JSX.Element {
  const others = QUEUES.filter((one) => one !== talk.handoff.queue);
  const [queue, setQueue] = useState<string>(others[0] ?? "support");
  const { busy, failed, go } = useOnce(() => api.transfer(id, queue), done);
  return (
    <Modal title={say("move.title")} close={close} testId="transfer-dialog">
      <form
        className="cp-form"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p>{say("move.says", { name: talk.handoff.borrower_name ?? say("talk.borrower") })}</p>
        <label>
          {say("move.queue")}
          <select
            className="tw-field"
            value={queue}
            data-testid="transfer-queue"
            onChange={(event) => setQueue(event.target.value)}
          >
            {others.map((one) => (
              <option key={one} value={one}>
                {named("queue", one)}
              </option>
            ))}
          </select>
        </label>
        <Foot failed={failed} busy={busy} close={close} label={say("move.do")} testId="transfer-confirm" />
      </form>
    </Modal>
  );
}

function Foot({
  failed,
  busy,
  close,
  label,
  testId,
}: {
  failed: string | null;
  busy: boolean;
  close: () => void;
  label: string;
  testId: string;
}): React.JSX.Element {
  return (
    <>
      {failed && (
        <p role="alert" className="cp-failed">
          {failed}
        </p>
      )}
      <div className="cp-acts">
        <button type="button" className="tw-button" onClick={close}>
          {say("cancel")}
        </button>
        <button type="submit" className="tw-button" data-kind="primary" data-testid={testId} disabled={busy}>
          {label}
        </button>
      </div>
    </>
  );
}
