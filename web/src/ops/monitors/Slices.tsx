import { useState } from "react";
import { Bars } from "../charts/Bars";
import { type Column, Table } from "../parts/Table";
import { labelOf, WORDS } from "../words";
import { type Figures, headline, MONITORS } from "./figures";

const WORD = WORDS.monitors;
type Slice = Figures & { value: string };

/** Every figure that one measure makes, to choose among. */
const COMPARED = MONITORS.flatMap((monitor) =>
  monitor.measures.map((measure) => ({
    id: `${monitor.id}/${measure.name}`,
    name: monitor.measures.length > 1 ? `${monitor.title}: ${measure.name}` : monitor.title,
    format: monitor.format,
    full: monitor.full,
    value: measure.value,
  })),
);

/** The period split by one thing: one figure as bars, and all of them as a table. */
export function Slices({ slices, slice }: { slices: readonly Slice[]; slice: string }): React.JSX.Element {
  const [chosen, setChosen] = useState(COMPARED[0]?.id ?? "");
  const compared = COMPARED.find((one) => one.id === chosen) ?? COMPARED[0];
  const by = labelOf(slice);
  const nameOf = (one: Slice): string => (slice === "prompt" || slice === "model" ? one.value : labelOf(one.value));
  const columns: Column<Slice>[] = [
    { key: "value", head: by, names: true, cell: nameOf },
    ...MONITORS.map((monitor): Column<Slice> => ({
      key: monitor.id,
      head: monitor.title,
      number: true,
      cell: (one) => headline(monitor, one),
    })),
  ];
  return (
    <section className="tw-card ops-slices" aria-labelledby="slices">
      <h2 id="slices">
        {WORD.bySlice} {by.toLowerCase()}
      </h2>
      <div className="ops-field">
        <label htmlFor="m-compare">{WORD.compare}</label>
        <select id="m-compare" className="tw-field" value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {COMPARED.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      {compared && (
        <Bars
          caption={`${compared.name}, ${WORD.bySlice.toLowerCase()} ${by.toLowerCase()}`}
          names={by}
          measure={compared.name}
          bars={slices.map((one) => ({ name: nameOf(one), value: compared.value(one) }))}
          format={compared.format}
          full={compared.full}
        />
      )}
      <details className="ops-details">
        <summary>{WORD.all}</summary>
        <div className="ops-values" tabIndex={0} role="group" aria-label={WORD.all}>
          <Table caption={WORD.all} hideCaption columns={columns} rows={slices} keyOf={(one) => one.value} />
        </div>
      </details>
    </section>
  );
}
