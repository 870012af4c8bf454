import { useAsked } from "../asked";
import { Badge } from "../parts/Badge";
import { Facts } from "../parts/Facts";
import { Empty, Loading, Trouble } from "../parts/Notice";
import { labelOf, WORDS } from "../words";
import { CanaryView } from "./Canary";
import { ReleaseCard } from "./ReleaseCard";
import { toneOfStatus } from "./standing";
import type { Releases as Answer } from "./types";

const WORD = WORDS.releases;

/** Versions of the prompt: what serves, what was let in and why, and the canary. */
export function Releases(): React.JSX.Element {
  const found = useAsked<Answer>("/v1/ops/releases", 60);
  return (
    <>
      <h1 tabIndex={-1}>{WORD.title}</h1>
      <p className="ops-soft">{WORD.lead}</p>
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!found.answer && !found.problem && <Loading />}
      {found.answer && <Shown answer={found.answer} />}
    </>
  );
}

function Shown({ answer }: { answer: Answer }): React.JSX.Element {
  return (
    <>
      <LiveNow live={answer.live} />
      {answer.forged.length > 0 && (
        <div className="ops-notice" data-kind="danger" role="alert">
          <p>{WORD.forged}</p>
          <ul className="ops-bullets">
            {answer.forged.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      <CanaryView canary={answer.canary} />
      <section aria-labelledby="versions">
        <h2 id="versions">{WORD.versions}</h2>
        {answer.releases.length === 0 && <Empty says={WORD.none} />}
        <ol className="ops-cards ops-releases">
          {answer.releases.map((release) => (
            <li key={release.version}>
              <ReleaseCard release={release} serves={release.version === answer.live.version} />
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function LiveNow({ live }: { live: Answer["live"] }): React.JSX.Element {
  return (
    <section className="tw-card" aria-labelledby="live">
      <h2 id="live">
        {WORD.live}: {WORD.version.toLowerCase()} {live.version}{" "}
        <Badge tone={toneOfStatus(live.status)}>{labelOf(live.status)}</Badge>
      </h2>
      <Facts
        facts={[
          [WORD.reference, <code key="reference">{live.reference}</code>],
          [WORD.model, live.model],
          [WORD.environment, labelOf(live.environment)],
        ]}
      />
    </section>
  );
}
