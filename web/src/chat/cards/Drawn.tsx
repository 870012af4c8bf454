import type { ComponentType } from "react";
import type { JsonObject, ToolCall } from "../wire";
import { AccountCard } from "./AccountCards";
import { DRAWN_TOOLS } from "./drawn-tools";
import { Interest } from "./Interest";
import { Payments, Payoff, Statement, Transactions } from "./Lists";
import { Schedule } from "./Schedule";
import { accountsOf } from "./shape";
import "./cards.css";

const CARDS: Record<keyof typeof DRAWN_TOOLS, ComponentType<{ account: JsonObject }>> = {
  account: AccountCard,
  schedule: Schedule,
  interest: Interest,
  statement: Statement,
  payments: Payments,
  transactions: Transactions,
  payoff: Payoff,
};
const KINDS = Object.keys(CARDS) as (keyof typeof DRAWN_TOOLS)[];

/** The cards of an answer, from the results that its tools gave. Loaded when the first is drawn. */
export default function Drawn({ calls }: { calls: readonly ToolCall[] }): React.JSX.Element {
  return (
    <div className="cards">
      {KINDS.flatMap((kind) => {
        const Card = CARDS[kind];
        return accountsOf(calls, DRAWN_TOOLS[kind]).map((account, index) => <Card key={`${kind}-${index}`} account={account} />);
      })}
    </div>
  );
}
