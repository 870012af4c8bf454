import { useState } from "react";
import { day } from "../figures/format";
import type { JsonObject } from "../wire";
import { useSpoken } from "../words/Words";
import { Card } from "./Card";
import { Figure, Money } from "./Money";
import { cents, rows, text } from "./shape";

const SHOWN = 5;

export function Payments({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  return (
    <Entries
      title={words.cards.payments}
      account={account}
      entries={rows(account, "payments").map((row) => ({
        key: text(row, "payment_id") ?? "",
        main: day(text(row, "submitted_on") ?? text(row, "scheduled_for") ?? text(row, "credited_on") ?? "", language, "short"),
        note: words.cards.statuses[text(row, "status") ?? ""] ?? text(row, "status") ?? "",
        cents: cents(row, "amount_cents"),
      }))}
    />
  );
}

/** The description is other people's text: it is shown as text, and nothing in it is a link. */
export function Transactions({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  return (
    <Entries
      title={words.cards.transactions}
      account={account}
      entries={rows(account, "transactions").map((row) => ({
        key: text(row, "transaction_id") ?? "",
        main: text(row, "description") ?? text(row, "kind") ?? "",
        note: day(text(row, "posted_on") ?? text(row, "effective_on") ?? "", language, "short"),
        cents: cents(row, "amount_cents"),
      }))}
    />
  );
}

interface Entry {
  key: string;
  main: string;
  note: string;
  cents: number | null;
}

function Entries(given: { title: string; account: JsonObject; entries: readonly Entry[] }): React.ReactNode {
  const { words } = useSpoken();
  const [all, setAll] = useState(false);
  const { entries } = given;
  if (entries.length === 0) return null;
  return (
    <Card title={given.title} about={text(given.account, "label")}>
      <ul className="entries">
        {(all ? entries : entries.slice(0, SHOWN)).map((entry, index) => (
          <li key={entry.key || index}>
            <span className="main">{entry.main}</span>
            <span className="note">{entry.note}</span>
            {entry.cents !== null && <Money cents={entry.cents} />}
          </li>
        ))}
      </ul>
      {entries.length > SHOWN && (
        <button type="button" className="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.fewer : words.showAll(entries.length)}
        </button>
      )}
    </Card>
  );
}

export function Payoff({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  const total = cents(account, "payoff_cents");
  const through = text(account, "good_through");
  if (total === null) return null;
  return (
    <Card
      title={words.cards.payoff}
      about={text(account, "label")}
      note={through && words.cards.goodThrough(day(through, language, "short"))}
    >
      <p className="headline">
        <span className="label">{words.cards.total}</span>
        <Money cents={total} />
      </p>
      <dl className="figures">
        <Figure name={words.cards.principal} cents={cents(account, "principal_cents")} />
        <Figure name={words.cards.interest} cents={cents(account, "interest_cents")} />
        <Figure name={words.cards.fees} cents={cents(account, "fees_cents")} />
        <Figure name={words.cards.perDay} cents={cents(account, "per_diem_cents")} />
      </dl>
    </Card>
  );
}

export function Statement({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  const [from, to, due] = [text(account, "period_start"), text(account, "period_end"), text(account, "due_date")];
  if (cents(account, "new_balance_cents") === null) return null;
  return (
    <Card
      title={words.cards.statement}
      about={text(account, "label")}
      note={from && to ? words.cards.interestFor(day(from, language, "short"), day(to, language, "short")) : null}
    >
      <dl className="figures">
        <Figure name={words.cards.previous} cents={cents(account, "previous_balance_cents")} />
        <Figure name={words.cards.paid} cents={cents(account, "payments_cents")} />
        <Figure name={words.cards.draws} cents={cents(account, "draws_cents") || null} />
        <Figure name={words.cards.interest} cents={cents(account, "interest_cents")} />
        <Figure name={words.cards.fees} cents={cents(account, "fees_cents")} />
        <Figure name={words.cards.newBalance} cents={cents(account, "new_balance_cents")} strong />
        <Figure
          name={due ? `${words.cards.minimum}, ${words.cards.dueOn(day(due, language, "short"))}` : words.cards.minimum}
          cents={cents(account, "minimum_due_cents")}
          strong
        />
      </dl>
    </Card>
  );
}
