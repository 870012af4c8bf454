import { useId, useState } from "react";
import { instant } from "../format";
import { type Column, Table } from "../parts/Table";
import { WORDS } from "../words";
import { DASHES, Plot, type Series } from "./Plot";

const WORD = WORDS.monitors;

export interface ChartProps {
  title: string;
  says: string;
  /** The figure of the whole period. */
  headline: string;
  kind: "line" | "columns";
  at: readonly number[];
  end: number;
  series: readonly Series[];
  format: (value: number | null) => string;
  whole: boolean;
}

/** A monitor: its figure, its course as a picture, and the same as a table. */
export function Chart({ title, says, headline, at, end, series, format, ...drawn }: ChartProps): React.JSX.Element {
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  const known = series.some((one) => one.values.some((value) => value !== null));
  return (
    <figure className="tw-card ops-chart" data-testid="chart" aria-labelledby={heading}>
      <figcaption>
        <h2 id={heading}>{title}</h2>
        <p className="ops-headline">{headline}</p>
        <p className="ops-soft">{says}</p>
      </figcaption>
      {!known && <p className="ops-soft ops-no-data">{WORD.none}</p>}
      {known && asTable && <Values caption={title} at={at} series={series} format={format} />}
      {known && !asTable && (
        <>
          {series.length > 1 && <Legend series={series} />}
          <Plot {...drawn} at={at} end={end} series={series} format={format} label={`${title}: ${headline}. ${says}`} />
        </>
      )}
      {known && (
        <button
          type="button"
          className="ops-text-button ops-no-print"
          aria-label={`${asTable ? WORD.chart : WORD.table}: ${title}`}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? WORD.chart : WORD.table}
        </button>
      )}
    </figure>
  );
}

function Legend({ series }: { series: readonly Series[] }): React.JSX.Element {
  return (
    <ul className="ops-legend">
      {series.map((one, index) => (
        <li key={one.name}>
          <svg width="28" height="10" aria-hidden="true">
            <g className="ops-series" data-series={index}>
              <line className="ops-line" x1="1" x2="27" y1="5" y2="5" strokeDasharray={DASHES[index] ?? "none"} />
            </g>
          </svg>
          {one.name}
        </li>
      ))}
    </ul>
  );
}

interface ValuesProps {
  caption: string;
  at: readonly number[];
  series: readonly Series[];
  format: (value: number | null) => string;
}

function Values({ caption, at, series, format }: ValuesProps): React.JSX.Element {
  const columns: Column<number>[] = [
    { key: "at", head: WORD.at, names: true, cell: (index) => instant(new Date(at[index] ?? 0).toISOString()) },
    ...series.map((one): Column<number> => ({
      key: one.name,
      head: one.name,
      number: true,
      cell: (index) => format(one.values[index] ?? null),
    })),
  ];
  return (
    <div className="ops-values" tabIndex={0} role="group" aria-label={caption}>
      <Table caption={caption} hideCaption columns={columns} rows={at.map((_, index) => index)} keyOf={String} />
    </div>
  );
}
