import { type Column, Table } from "../parts/Table";

export interface Bar {
  name: string;
  value: number | null;
}

interface Props {
  caption: string;
  names: string;
  measure: string;
  bars: readonly Bar[];
  format: (value: number | null) => string;
  /** The value of a full bar; without it, the largest. */
  full?: number | undefined;
}

/** Values side by side: a table whose cells are drawn as bars too, so that the picture needs no other words. */
export function Bars({ caption, names, measure, bars, format, full }: Props): React.JSX.Element {
  const most = full ?? Math.max(0, ...bars.map((bar) => bar.value ?? 0));
  const columns: Column<Bar>[] = [
    { key: "name", head: names, names: true, cell: (bar) => bar.name },
    {
      key: "value",
      head: measure,
      cell: (bar) => (
        <span className="ops-bar-cell">
          <span className="ops-bar-value">{format(bar.value)}</span>
          <svg className="ops-bar-track" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 10">
            <rect className="ops-bar-fill" width={most > 0 ? ((bar.value ?? 0) / most) * 100 : 0} height="10" />
          </svg>
        </span>
      ),
    },
  ];
  return (
    <figure data-testid="chart">
      <Table caption={caption} columns={columns} rows={bars} keyOf={(bar) => bar.name} />
    </figure>
  );
}
