import { day, money } from "../figures/format";
import type { JsonObject } from "../wire";
import { useSpoken } from "../words/Words";
import { Bars } from "./Bars";
import { Card, Key } from "./Card";
import { cents, rows, text } from "./shape";
import { Table } from "./Table";

/** The instalments of a loan: principal and interest as bars, and all of them as a table. */
export function Schedule({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  const instalments = rows(account, "instalments");
  const left = cents(account, "remaining_count");
  const label = text(account, "label") ?? "";
  if (instalments.length === 0) return null;
  const amount = (row: JsonObject, key: string): string => {
    const found = cents(row, key);
    return found === null ? "" : money(found, language);
  };
  return (
    <Card title={words.cards.schedule} about={label} note={left === null ? null : words.cards.scheduleNote(left)}>
      <Bars
        label={words.cards.chart(words.cards.schedule, label)}
        bars={instalments.map((row, index) => ({
          key: String(index),
          faint: (text(row, "status") ?? "").includes("paid"),
          parts: [
            { tone: "principal", value: cents(row, "principal_cents") ?? 0 },
            { tone: "interest", value: cents(row, "interest_cents") ?? 0 },
          ],
        }))}
      />
      <p className="axis" aria-hidden="true">
        <span>{day(text(instalments[0] ?? {}, "due_date") ?? "", language, "short")}</span>
        <span>{day(text(instalments.at(-1) ?? {}, "due_date") ?? "", language, "short")}</span>
      </p>
      <Key
        names={[
          { name: words.cards.principal, tone: "principal" },
          { name: words.cards.interest, tone: "interest" },
        ]}
      />
      <Table
        folded
        caption={`${words.cards.schedule}, ${label}`}
        heads={[words.cards.date, words.cards.amount, words.cards.principal, words.cards.interest, words.cards.status]}
        figures={[1, 2, 3]}
        lines={instalments.map((row) => [
          day(text(row, "due_date") ?? "", language, "short"),
          amount(row, "amount_cents"),
          amount(row, "principal_cents"),
          amount(row, "interest_cents"),
          words.cards.statuses[text(row, "status") ?? ""] ?? text(row, "status") ?? "",
        ])}
      />
    </Card>
  );
}
