import { useState } from "react";
import { useAsked, useEvery } from "../asked";
import { Chart } from "../charts/Chart";
import { count, exact, NOTHING } from "../format";
import { Empty, Loading, Trouble } from "../parts/Notice";
import { hashOf, type Place } from "../routing";
import { WORDS } from "../words";
import { Controls } from "./Controls";
import { headline, type Monitor, MONITORS, type Report } from "./figures";
import { filtersOf, requestOf, type View, viewOf } from "./period";
import { Slices } from "./Slices";

const WORD = WORDS.monitors;
const EVERY_S = 20;

/** Live monitors of a period, in all, over time, and split. */
export function Monitors({ place }: { place: Place }): React.JSX.Element {
  const view = viewOf(place.filters);
  const about = JSON.stringify(view);
  const [now, setNow] = useState(() => Date.now());
  const [live, setLive] = useState(true);
  useEvery(live && view.period !== "custom" ? EVERY_S : 0, () => setNow(Date.now()));
  const found = useAsked<Report>(requestOf(view, now), 0, about);
  const show = (next: View): void => {
    setNow(Date.now());
    location.hash = hashOf("monitors", [], filtersOf(next));
  };
  return (
    <>
      <h1 tabIndex={-1}>{WORD.title}</h1>
      <Controls key={about} view={view} show={show} live={live} setLive={setLive} again={() => setNow(Date.now())} />
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!found.answer && !found.problem && <Loading />}
      {found.answer && <Shown report={found.answer} slice={view.slice} />}
    </>
  );
}

function Shown({ report, slice }: { report: Report; slice: string }): React.JSX.Element {
  const { totals } = report;
  return (
    <>
      <p className="ops-soft" role="status">
        {count(totals.turns)} turns in {count(totals.threads)} conversations, {exact(report.from)} to {exact(report.to)}.
        {totals.uncosted > 0 && ` ${count(totals.uncosted)} turns were answered by a model whose price is not known.`}
      </p>
      {totals.turns === 0 && <Empty says={WORD.empty} hint={WORD.emptyHint} />}
      {totals.turns > 0 && slice && <Slices slices={report.slices ?? []} slice={slice} />}
      {totals.turns > 0 && (
        <div className="ops-charts">
          {MONITORS.map((monitor) => (
            <OneMonitor key={monitor.id} monitor={monitor} report={report} />
          ))}
        </div>
      )}
    </>
  );
}

function OneMonitor({ monitor, report }: { monitor: Monitor; report: Report }): React.JSX.Element {
  const { id, title, says, kind, format, whole } = monitor;
  return (
    <Chart
      key={id}
      title={title}
      says={says}
      headline={headline(monitor, report.totals) || NOTHING}
      kind={kind}
      format={format}
      whole={whole}
      at={report.series.map((step) => Date.parse(step.at))}
      end={Date.parse(report.to)}
      series={monitor.measures.map((measure) => ({ name: measure.name, values: report.series.map(measure.value) }))}
    />
  );
}
