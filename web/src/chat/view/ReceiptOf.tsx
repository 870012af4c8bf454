import { day, instant } from "../figures/format";
import type { Proposal, Receipt } from "../wire";
import { useSpoken } from "../words/Words";
import { Icon } from "./Icon";

/** What the account system did, and when it counts. */
export function ReceiptOf({ proposal, receipt }: { proposal: Proposal; receipt: Receipt }): React.JSX.Element {
  const { language, words } = useSpoken();
  const done = receipt.outcome === "done";
  const dates = [
    { label: words.proposal.bookedOn, value: receipt.business_date && day(receipt.business_date, language) },
    {
      label: words.proposal.valueOn,
      value: receipt.value_on !== receipt.business_date && receipt.value_on && day(receipt.value_on, language),
    },
    { label: words.proposal.settledAt, value: receipt.settled_at && instant(receipt.settled_at, language) },
    { label: words.proposal.reference, value: proposal.proposal_id.slice(0, 8).toUpperCase() },
  ].filter((row) => row.value);
  return (
    <div className="receipt" data-testid="receipt" data-outcome={receipt.outcome}>
      <p className="outcome">
        <Icon name={done ? "check" : "close"} />
        {words.proposal.receipt}: {done ? words.proposal.receiptDone : words.proposal.receiptRefused}
      </p>
      {!done && <p>{receipt.words}</p>}
      <dl className="figures">
        {dates.map((row) => (
          <div key={row.label} className="figure">
            <dt>{row.label}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
