import { useState } from "react";
import { short, tick } from "../format";
import { alone, lines, linear, nearest, type Point, spread, ticks } from "./scale";
import { useWidth } from "./useWidth";

export interface Series {
  name: string;
  values: readonly (number | null)[];
}

interface Props {
  kind: "line" | "columns";
  /** Instants in ms, one for each value; `end`: where the last of them ends. */
  at: readonly number[];
  end: number;
  series: readonly Series[];
  format: (value: number | null) => string;
  whole: boolean;
  /** What the picture shows, in a sentence. */
  label: string;
}

const HEIGHT = 168;
const TOP = 10;
const BOTTOM = HEIGHT - 26;
const LEFT = 58;
const LABEL_PX = 76;
/** Series differ by their dashes as well as by their colour. */
export const DASHES = ["none", "7 4", "2 4"] as const;

/** A chart over time: one picture for who reads by ear, values under the pointer for who points. */
export function Plot({ kind, at, end, series, format, whole, label }: Props): React.JSX.Element {
  const [box, width] = useWidth<HTMLDivElement>(360);
  const [pointed, setPointed] = useState<number | null>(null);
  const right = width - 8;
  const most = Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const steps = ticks(most, 3, whole);
  const y = linear(0, steps.at(-1) ?? 1, BOTTOM, TOP);
  const slot = (right - LEFT) / Math.max(1, at.length);
  const xs = at.map((_, index) => LEFT + slot * (index + 0.5));
  const span = end - (at[0] ?? end);

  return (
    <div ref={box} className="ops-plot">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={label}
        onPointerMove={(event) => {
          const left = event.currentTarget.getBoundingClientRect().left;
          setPointed(xs.length ? nearest(xs, event.clientX - left) : null);
        }}
        onPointerLeave={() => setPointed(null)}
      >
        {steps.map((step) => (
          <g key={step}>
            <line className="ops-grid" x1={LEFT} x2={right} y1={y(step)} y2={y(step)} />
            <text className="ops-axis" x={LEFT - 8} y={y(step) + 4} textAnchor="end">
              {short(format(step))}
            </text>
          </g>
        ))}
        {spread(at.length, Math.max(2, Math.floor((right - LEFT) / LABEL_PX))).map((index, place, all) => (
          <text
            key={index}
            className="ops-axis"
            x={xs[index]}
            y={HEIGHT - 6}
            textAnchor={place === 0 ? "start" : place === all.length - 1 ? "end" : "middle"}
          >
            {tick(at[index] ?? 0, span)}
          </text>
        ))}
        {kind === "columns"
          ? series.map((one) => <Columns key={one.name} values={one.values} xs={xs} slot={slot} y={y} />)
          : series.map((one, index) => <Line key={one.name} values={one.values} xs={xs} y={y} index={index} />)}
        {pointed !== null && <line className="ops-pointer" x1={xs[pointed]} x2={xs[pointed]} y1={TOP} y2={BOTTOM} />}
      </svg>
      <p className="ops-readout" aria-hidden="true">
        {pointed !== null && readout(pointed, at, series, format)}
      </p>
    </div>
  );
}

function readout(index: number, at: readonly number[], series: readonly Series[], format: Props["format"]): string {
  const when = new Date(at[index] ?? 0).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });
  const values = series.map((one) => {
    const value = format(one.values[index] ?? null);
    return series.length > 1 ? `${one.name} ${value}` : value;
  });
  return `${when}: ${values.join(", ")}`;
}

function Columns(props: {
  values: readonly (number | null)[];
  xs: readonly number[];
  slot: number;
  y: (value: number) => number;
}): React.JSX.Element {
  const wide = Math.max(1, props.slot * 0.72);
  return (
    <g className="ops-series" data-series={0}>
      {props.values.map((value, index) =>
        value ? (
          <rect
            key={index}
            className="ops-column"
            x={(props.xs[index] ?? 0) - wide / 2}
            width={wide}
            y={props.y(value)}
            height={BOTTOM - props.y(value)}
          />
        ) : null,
      )}
    </g>
  );
}

function Line(props: {
  values: readonly (number | null)[];
  xs: readonly number[];
  y: (value: number) => number;
  index: number;
}): React.JSX.Element {
  const points = props.values.map((value, index): Point | null =>
    value === null ? null : { x: props.xs[index] ?? 0, y: props.y(value) },
  );
  return (
    <g className="ops-series" data-series={props.index}>
      <path className="ops-line" d={lines(points)} strokeDasharray={DASHES[props.index] ?? "none"} />
      {alone(points).map((point) => (
        <circle key={point.x} className="ops-dot" cx={point.x} cy={point.y} r={3.5} />
      ))}
    </g>
  );
}
