import { Cite, Cited } from "../conversation/Cited";
import { time } from "../format";
import type { Citation, Summary } from "../types";
import { named, say, type Word } from "../words";

/** What the agent must know before the first word: why, what was asked, told, done, is open, and by which sources. */
export function SummaryView({
  summary,
  reason,
  cite,
}: {
  summary: Summary | null;
  reason: string;
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  return (
    <section className="cp-block" aria-labelledby="sum-title" data-testid="summary">
      <h3 id="sum-title">{say("sum.title")}</h3>
      <div className="cp-why-line">
        <Cited text={summary?.why || named("why", reason)} />
      </div>
      {summary && (
        <>
          <Part title="sum.asked">
            {summary.asked.map((asked, at) => (
              <li key={at}>{asked}</li>
            ))}
          </Part>
          <Part title="sum.facts">
            {summary.facts.map((fact, at) => (
              <li key={at} className="cp-fact">
                <span>{fact.label}</span> <strong>{fact.value}</strong>
                <small>{[fact.account, named("source", fact.source)].filter(Boolean).join(" · ")}</small>
              </li>
            ))}
          </Part>
          <Part title="sum.done">
            {summary.done.map((done, at) => (
              <li key={at}>
                <strong>{done.title}</strong> <small>{time(done.at)}</small>
                <Cited text={done.words} />
              </li>
            ))}
          </Part>
          <Part title="sum.open">
            {summary.open.map((open) => (
              <li key={open.proposal_id}>
                <strong>{open.title}</strong>{" "}
                <small>
                  {named("state", open.state)}
                  {open.expires_at ? `, ${say("sum.expires", { time: time(open.expires_at) })}` : ""}
                </small>
              </li>
            ))}
          </Part>
          <Part title="sum.sources" plain>
            {summary.sources.map((source) => (
              <li key={`${source.document}-${source.section}`}>
                <Cite citation={source} cite={cite} full />
              </li>
            ))}
          </Part>
        </>
      )}
    </section>
  );
}

function Part({
  title,
  plain = false,
  children,
}: {
  title: Word;
  plain?: boolean;
  children: React.ReactNode[];
}): React.JSX.Element | null {
  if (children.length === 0) return null;
  return (
    <>
      <h4>{say(title)}</h4>
      <ul className={plain ? "cp-sources" : "cp-list"}>{children}</ul>
    </>
  );
}
