export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => React.ReactNode;
  number?: boolean;
  /** This cell names its row. */
  names?: boolean;
  /** Takes the whole width of a card on a phone. */
  wide?: boolean;
}

interface Props<Row> {
  caption: string;
  /** Whether the caption is only read out, where a heading says it already. */
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  testid?: string;
}

/**
 * A table; on a narrow screen every row is a card with the column's name beside each value. The roles are written out
 * because a table that CSS lays out as blocks is no longer one for every screen reader.
 */
export function Table<Row>({ caption, hideCaption, columns, rows, keyOf, testid }: Props<Row>): React.JSX.Element {
  return (
    <table className="ops-table" role="table">
      <caption className={hideCaption ? "tw-hidden" : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" data-number={column.number}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row" data-testid={testid}>
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }): React.JSX.Element {
  const inside = (
    <>
      <span className="ops-cell-head" aria-hidden="true">
        {column.head}
      </span>
      <span className="ops-cell">{column.cell(row)}</span>
    </>
  );
  if (column.names) {
    return (
      <th role="rowheader" scope="row" data-wide={column.wide}>
        {inside}
      </th>
    );
  }
  return (
    <td role="cell" data-number={column.number} data-wide={column.wide}>
      {inside}
    </td>
  );
}
