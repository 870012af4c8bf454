/** What the API answers, as far as the chat reads it (docs/acting.md, docs/rooms.md). */
import type { Citation, DeskMessage, Floor, HandoffState as Handoff } from "../shared/wire";

export type { Citation, DeskMessage, Floor, Handoff };
export type { PolicyDocument } from "../shared/wire";
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface ToolCall {
  name: string;
  arguments: JsonObject;
  result: JsonObject;
}
export interface Line {
  label: string;
  kind: string;
  value: string | number;
  words: string;
}
export interface Receipt {
  outcome: "done" | "refused";
  code: string;
  reasons: string[];
  business_date: string | null;
  value_on: string | null;
  settled_at: string | null;
  words: string;
}
export type ProposalState =
  | "open"
  | "awaiting_approval"
  | "confirmed"
  | "executing"
  | "done"
  | "refused"
  | "rejected"
  | "superseded"
  | "expired"
  | "cancelled";
export type Decision = "confirm" | "reject" | "cancel" | "undo";
export interface Proposal {
  proposal_id: string;
  thread_id: string;
  turn_id: string | null;
  tool: string;
  state: ProposalState;
  title: string;
  says: string;
  lines: Line[];
  risk: string;
  requires: { assurance: number; approval: string | null };
  created_at: string;
  expires_at: string;
  digest: string;
  can: string[];
  receipt: Receipt | null;
  undoes: string | null;
  undone_by: string | null;
}
export interface TurnHandoff {
  handoff_id: string;
  reason: string;
  hours: string | null;
  phone: string | null;
  urgent: boolean;
}
/** The end of a turn; live, `answer` and `tool_calls` come as events of their own. */
export interface TurnEnd {
  turn_id: string;
  outcome: string;
  citations: Citation[];
  proposals: Proposal[];
  handoff: TurnHandoff | null;
}
export interface TurnResult extends TurnEnd {
  answer: string;
  tool_calls: ToolCall[];
}
export interface Turn {
  turn_id: string;
  order: number;
  run_id: string;
  status: "waiting" | "running" | "finished" | "stopped" | "failed" | "interrupted";
  user_text: string;
  received_at: string;
  result: TurnResult | null;
}
export interface Notice {
  notice_id: string;
  order: number;
  kind: string;
  proposal_id: string | null;
  words: string;
  created_at: string | null;
}
export interface Thread {
  thread_id: string;
  turns: Turn[];
  notices: Notice[];
  messages?: DeskMessage[];
  floor?: Floor;
  handoff?: Handoff | null;
}
export interface ThreadRow {
  thread_id: string;
  created_at: string;
  turns: number;
  title: string | null;
}
export interface Starter {
  text: string;
  why: string | null;
}
export type DislikeReason = "wrong" | "unclear" | "not_my_question" | "too_long" | "unkind" | "other";
