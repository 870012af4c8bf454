import type { ToolCall } from "../wire";

/** The tools whose results Drawn.tsx draws. Here, so that the page knows before it loads the drawing. */
export const DRAWN_TOOLS = {
  account: ["list_accounts", "get_balance", "get_amount_due"],
  schedule: ["get_payment_schedule"],
  interest: ["get_interest_breakdown"],
  statement: ["get_statement"],
  payments: ["list_payments"],
  transactions: ["list_transactions"],
  payoff: ["get_payoff_quote"],
} as const satisfies Record<string, readonly string[]>;

const ALL: readonly string[] = Object.values(DRAWN_TOOLS).flat();

export const isDrawn = (calls: readonly ToolCall[]): boolean =>
  calls.some((call) => ALL.includes(call.name) && !("error" in call.result));
