import { day } from "../figures/format";
import { useSpoken } from "../words/Words";
import type { JsonObject } from "../wire";
import { Card } from "./Card";
import { Figure, Money } from "./Money";
import { cents, text } from "./shape";

/** One account: what is owed, what can be drawn, what is due. */
export function AccountCard({ account }: { account: JsonObject }): React.JSX.Element {
  const { language, words } = useSpoken();
  const status = text(account, "account_status") ?? text(account, "status");
  const asOf = text(account, "as_of");
  const balance = cents(account, "current_balance_cents");
  return (
    <Card
      title={text(account, "label") ?? ""}
      note={[status && (words.cards.statuses[status] ?? status), asOf && words.cards.asOf(day(asOf, language, "short"))]
        .filter(Boolean)
        .join(" · ")}
    >
      {balance !== null && (
        <p className="headline">
          <span className="label">{words.cards.balance}</span>
          <Money cents={balance} />
        </p>
      )}
      <Used account={account} />
      <dl className="figures">
        <Due account={account} />
        <Figure name={words.cards.original} cents={cents(account, "original_principal_cents")} />
        <Figure name={words.cards.principal} cents={cents(account, "principal_cents")} />
        <Figure name={words.cards.interest} cents={cents(account, "interest_cents")} />
        <Figure name={words.cards.fees} cents={cents(account, "fees_cents") || null} />
      </dl>
    </Card>
  );
}

/** How much of a credit line is used, as a bar. */
function Used({ account }: { account: JsonObject }): React.ReactNode {
  const { words } = useSpoken();
  const limit = cents(account, "credit_limit_cents");
  const available = cents(account, "available_credit_cents");
  if (limit === null || limit <= 0) return null;
  if (available === null) return <dl className="figures"><Figure name={words.cards.limit} cents={limit} /></dl>;
  const used = Math.min(100, Math.max(0, ((limit - available) / limit) * 100));
  return (
    <div className="used">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect width="100" height="4" rx="1" data-tone="rest" />
        <rect width={used} height="4" rx="1" data-tone="principal" />
      </svg>
      <dl className="figures">
        <Figure name={words.cards.available} cents={available} strong />
        <Figure name={words.cards.limit} cents={limit} />
      </dl>
    </div>
  );
}

function Due({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  const due = cents(account, "total_due_cents") ?? cents(account, "minimum_due_cents");
  const on = text(account, "due_date");
  const past = cents(account, "past_due_cents");
  if (due === null) return null;
  return (
    <>
      <div className="figure strong">
        <dt>
          {words.cards.due}
          {due > 0 && on && <span className="about">{words.cards.dueOn(day(on, language, "short"))}</span>}
        </dt>
        <dd>{due > 0 ? <Money cents={due} /> : words.cards.nothingDue}</dd>
      </div>
      {past !== null && past > 0 && (
        <div className="figure danger">
          <dt>{words.cards.pastDue}</dt>
          <dd>
            <Money cents={past} />
          </dd>
        </div>
      )}
    </>
  );
}
