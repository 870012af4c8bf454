import { useState } from "react";
import { labelOf, WORDS } from "../words";
import { fieldOf, PERIODS, SLICES, type View } from "./period";

const WORD = WORDS.monitors;
const DAY_MS = 86_400_000;

interface Props {
  view: View;
  show: (view: View) => void;
  live: boolean;
  setLive: (live: boolean) => void;
  again: () => void;
}

export function Controls({ view, show, live, setLive, again }: Props): React.JSX.Element {
  const [custom, setCustom] = useState(view.period === "custom");
  return (
    <div className="ops-filters tw-card ops-no-print">
      <div className="ops-field">
        <label htmlFor="m-period">{WORD.period}</label>
        <select
          id="m-period"
          className="tw-field"
          value={custom ? "custom" : view.period}
          onChange={(event) => {
            const period = event.target.value;
            setCustom(period === "custom");
            if (period !== "custom") show({ ...view, period, from: "", to: "" });
          }}
        >
          {PERIODS.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
          <option value="custom">{WORD.custom}</option>
        </select>
      </div>
      <div className="ops-field">
        <label htmlFor="m-slice">{WORD.slice}</label>
        <select
          id="m-slice"
          className="tw-field"
          value={view.slice}
          onChange={(event) => show({ ...view, slice: event.target.value })}
        >
          <option value="">{WORD.noSlice}</option>
          {SLICES.map((one) => (
            <option key={one} value={one}>
              {labelOf(one)}
            </option>
          ))}
        </select>
      </div>
      <div className="ops-row">
        <label className="ops-check">
          <input type="checkbox" checked={live} onChange={(event) => setLive(event.target.checked)} /> {WORD.live}
        </label>
        <button type="button" className="tw-button" onClick={again}>
          {WORDS.refresh}
        </button>
      </div>
      {custom && <Custom view={view} show={show} />}
    </div>
  );
}

/** Both ends of a period of one's own, in the reader's own time. */
function Custom({ view, show }: { view: View; show: (view: View) => void }): React.JSX.Element {
  const [ends, setEnds] = useState(() => ({
    from: view.from || fieldOf(Date.now() - DAY_MS),
    to: view.to || fieldOf(Date.now()),
  }));
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="ops-filters-custom"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const good = Date.parse(ends.from) < Date.parse(ends.to);
        setWrong(!good);
        if (good) show({ ...view, period: "custom", ...ends });
      }}
    >
      {(["from", "to"] as const).map((name) => (
        <div key={name} className="ops-field">
          <label htmlFor={`m-${name}`}>{WORD[name]}</label>
          <input
            id={`m-${name}`}
            className="tw-field"
            type="datetime-local"
            value={ends[name]}
            aria-invalid={wrong}
            aria-describedby={wrong ? "m-wrong" : undefined}
            onChange={(event) => setEnds({ ...ends, [name]: event.target.value })}
          />
        </div>
      ))}
      <button type="submit" className="tw-button" data-kind="primary">
        {WORD.show}
      </button>
      {wrong && (
        <p id="m-wrong" className="ops-wrong" role="alert">
          {WORD.badPeriod}
        </p>
      )}
    </form>
  );
}
