import type { RefObject } from "react";
import { Composer } from "../compose/Composer";
import type { Checked } from "../compose/sending";
import { SuggestionCard } from "../compose/SuggestionCard";
import type { Draft } from "../compose/tracking";
import type { SendState } from "../compose/useSend";
import type { SuggestionState } from "../compose/useSuggestion";
import { named, say } from "../words";
import type { Citation } from "../types";
import { Over } from "./Over";
import { floorWords, whyOver, type Standing } from "./standing";
import { Timeline } from "./Timeline";
import type { Talk, TalkState } from "./useConversation";
import type { WorkbenchProps } from "./Workbench";

interface Props {
  bench: WorkbenchProps;
  state: TalkState;
  talk: Talk | null;
  gone: boolean;
  stands: Standing | null;
  held: boolean;
  draft: Draft;
  change: (by: (draft: Draft) => Draft) => void;
  checked: Checked | null;
  sending: SendState;
  suggestion: SuggestionState;
  insert: () => void;
  field: RefObject<HTMLTextAreaElement | null>;
  cite: (citation: Citation) => void;
  open: (dialog: "return" | "transfer") => void;
}

export function TalkColumn(props: Props): React.JSX.Element {
  const { bench, state, talk, gone, stands, held, draft } = props;
  if (!talk || !stands)
    return (
      <section id="conversation" tabIndex={-1} className="cp-column cp-talk" aria-label={say("talk.title")}>
        {state.failed ? (
          <div className="cp-empty cp-middle" role="alert">
            <p>{say("talk.failed")}</p>
            <p className="cp-soft">{state.failed}</p>
            <button type="button" className="tw-button" onClick={() => void state.reload()}>
              {say("again")}
            </button>
          </div>
        ) : (
          <p className="cp-empty cp-middle cp-soft">{say("loading")}</p>
        )}
      </section>
    );
  const mine = stands === "you" || stands === "ending";
  const name = talk.handoff.borrower_name ?? say("talk.borrower");
  return (
    <section id="conversation" tabIndex={-1} className="cp-column cp-talk" aria-labelledby="talk-title">
      <Head talk={talk} stands={stands} bench={bench} open={props.open} />
      <Timeline entries={talk.entries} name={name} me={bench.me} cite={props.cite} />
      {mine && (
        <SuggestionCard
          state={props.suggestion}
          language={talk.handoff.language}
          insert={props.insert}
          cite={props.cite}
        />
      )}
      {mine && <Composer {...props} name={name} language={talk.handoff.language} ending={stands === "ending"} />}
      {stands === "over" && <Over why={whyOver(talk, held, gone)} draft={draft.text} close={bench.close} />}
    </section>
  );
}

function Head({
  talk,
  stands,
  bench,
  open,
}: {
  talk: Talk;
  stands: Standing;
  bench: WorkbenchProps;
  open: (dialog: "return" | "transfer") => void;
}): React.JSX.Element {
  const { handoff } = talk;
  const floor = floorWords(stands, talk);
  return (
    <div className="cp-head">
      <div className="cp-talk-head">
        <div>
          <h2 id="talk-title">{handoff.borrower_name ?? say("queue.anonymous")}</h2>
          <p className="cp-soft">
            {[named("why", handoff.reason), named("queue", handoff.queue), named("language", handoff.language)].join(" · ")}
          </p>
        </div>
        <div className="cp-acts">
          {(stands === "you" || stands === "ending") && (
            <>
              <button type="button" className="tw-button cp-small" data-testid="transfer" onClick={() => open("transfer")}>
                {say("act.transfer")}
              </button>
              <button type="button" className="tw-button cp-small" data-testid="return" onClick={() => open("return")}>
                {say("act.return")}
              </button>
            </>
          )}
          {stands === "waiting" && (
            <button
              type="button"
              className="tw-button"
              data-kind="primary"
              data-testid="accept-open"
              disabled={bench.accepting}
              onClick={bench.accept}
            >
              {say("queue.accept")}
            </button>
          )}
        </div>
      </div>
      {stands !== "over" && (
        <p className="cp-floor" data-stands={stands} role="status" data-testid="floor">
          <span className="cp-dot" aria-hidden="true" />
          <strong>{floor.title}</strong> <span className="cp-floor-hint">{floor.hint}</span>
        </p>
      )}
    </div>
  );
}
