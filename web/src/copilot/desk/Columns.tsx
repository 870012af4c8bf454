import { say, type Word } from "../words";

export type Column = "queue" | "conversation" | "panel";
const COLUMNS: readonly Column[] = ["queue", "conversation", "panel"];

/** Three columns on a desk, one at a time on a phone. */
export function Columns({
  chosen,
  choose,
  waiting,
  children,
}: {
  chosen: Column;
  choose: (column: Column) => void;
  waiting: number;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <>
      <main className="cp-columns" data-shown={chosen}>
        {children}
      </main>
      <nav className="cp-switch" aria-label={say("page.columns")}>
        {COLUMNS.map((column) => (
          <button
            key={column}
            type="button"
            aria-current={column === chosen ? "page" : undefined}
            data-testid={`column-${column}`}
            onClick={() => choose(column)}
          >
            {say(`tab.${column}` satisfies Word)}
            {column === "queue" && waiting > 0 && <span className="cp-count">{waiting}</span>}
          </button>
        ))}
      </nav>
    </>
  );
}
