import { useEffect, useState } from "react";
import { useVoice } from "../desk/tell";
import { say } from "../words";

/** A conversation that ended while it was open: why, and the draft that was not sent. */
export function Over({ why, draft, close }: { why: string; draft: string; close: () => void }): React.JSX.Element {
  const [copied, setCopied] = useState(false);
  const { announce } = useVoice();
  useEffect(() => {
    announce(why);
  }, [announce, why]);
  const copy = (): void => {
    navigator.clipboard.writeText(draft).then(
      () => {
        setCopied(true);
        announce(say("over.copied"));
      },
      () => setCopied(false),
    );
  };
  return (
    <div className="cp-over" data-testid="over">
      <p>
        <strong>{why}</strong>
      </p>
      {draft.trim() !== "" && (
        <>
          <p className="cp-soft">{say("over.draft")}</p>
          <p className="cp-quote" data-testid="kept-draft">
            {draft}
          </p>
        </>
      )}
      <div className="cp-acts">
        {draft.trim() !== "" && (
          <button type="button" className="tw-button" onClick={copy}>
            {say(copied ? "over.copied" : "over.copy")}
          </button>
        )}
        <button type="button" className="tw-button" data-testid="close-conversation" onClick={close}>
          {say("over.close")}
        </button>
      </div>
    </div>
  );
}
