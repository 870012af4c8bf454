/** What the desk's routes answer (staff side of hand-offs and the copilot). Times are ISO 8601, amounts integer cents. */
export type HandoffStateName = "waiting" | "accepted" | "returned" | "withdrawn" | "merged";
export type Floor = "assistant" | "agent";
export type Language = "en" | "es";

export interface HandoffState {
  handoff_id: string;
  state: HandoffStateName;
  reason: string;
  queue: string;
  urgent: boolean;
  requested_at: string;
  position: number | null;
  open_now: boolean;
  opens_at: string | null;
  hours: string | null;
  phone: string | null;
  agent_name: string | null;
  accepted_at: string | null;
  ended_at: string | null;
}

export interface BoardRow extends HandoffState {
  thread_id: string;
  borrower_id: string | null;
  borrower_name: string | null;
  language: Language;
  /** Seconds since it was asked for, when the row was read. */
  waited_s: number;
  agent: string | null;
  preview: string;
}

export interface Citation {
  id: number;
  document: string;
  version: number;
  section: string;
  title: string;
  effective_from: string;
  quote: string;
}

export interface TurnEntry {
  turn_id: string;
  order: number;
  run_id: string;
  status: string;
  user_text: string;
  received_at: string;
  result: { outcome: string; answer: string; citations: Citation[]; proposals?: Proposal[] } | null;
}

export interface NoticeEntry {
  notice_id: string;
  order: number;
  kind: string;
  words: string;
  created_at: string | null;
}

export interface DeskMessage {
  message_id: string;
  order: number;
  author: "borrower" | "agent";
  author_name: string | null;
  text: string;
  sent_at: string;
  run_id: string;
}

export interface Summary {
  asked: string[];
  facts: { label: string; value: string; account: string | null; source: string }[];
  done: { title: string; words: string; at: string | null }[];
  open: { proposal_id: string; title: string; state: string; expires_at: string | null }[];
  sources: Citation[];
  why: string;
  language: Language;
}

export interface Note {
  note_id: string;
  agent: string;
  text: string;
  made_at: string;
}

export interface Conversation {
  handoff: BoardRow;
  floor: Floor;
  summary: Summary | null;
  turns: TurnEntry[];
  notices: NoticeEntry[];
  messages: DeskMessage[];
  notes: Note[];
  /** Everything up to it has ended: read on from there. */
  order?: number;
}

export interface Warning {
  kind: string;
  severity: "warn" | "stop";
  start: number;
  end: number;
  words: string;
  why: string;
  source: Citation | null;
}

export interface Suggestion {
  suggestion_id: string;
  kind: "reply" | "rewrite" | "wrap_up" | "next_action";
  text: string;
  citations: Citation[];
  language: Language;
  model: string;
  warnings: Warning[];
  empty_because: string | null;
}

export type Change = "shorten" | "warmer" | "plainer" | "translate";
export type Outcome = "accepted" | "edited" | "rejected";

export interface Decided {
  outcome: Outcome;
  edit_distance: number | null;
  edit_share: number | null;
}

export interface Account {
  account: string;
  product: string;
  last4: string;
  status: string;
  balance_cents: number | null;
  credit_limit_cents: number | null;
  available_cents: number | null;
  amount_due_cents: number | null;
  due_date: string | null;
  past_due_cents: number | null;
  days_past_due: number | null;
  autopay: boolean | null;
  next_payment: { amount_cents?: number | null; date?: string | null } | string | null;
}

export interface Snapshot {
  borrower: { borrower_id: string; name: string; language: Language; since?: string | null };
  accounts: Account[];
  flags: { code: string; label: string; severity: "info" | "warn" | "stop"; why: string; since: string | null }[];
  clocks: { code: string; label: string; due_on: string; days_left: number; source: string }[];
  as_of: string;
}

export interface NextAction {
  code: string;
  label: string;
  reason: string;
  eligible: boolean;
  not_eligible_because: string | null;
  ask: string | null;
  source: Citation | null;
}

export interface Proposal {
  proposal_id: string;
  thread_id: string;
  tool: string;
  state: string;
  title: string;
  says: string;
  lines: { label: string; kind: string; value: string | number; words: string }[];
  risk: string;
  requires: { assurance: number; approval: string | null };
  expires_at: string;
  digest: string;
  can: string[];
  receipt: { outcome: string; words: string } | null;
}

export interface PolicyHit {
  document: string;
  version: number;
  section: string;
  title: string;
  text: string;
  effective_from: string;
  score: number;
}

export interface PolicyDocument {
  document: string;
  version: number;
  title: string;
  effective_from: string;
  effective_to: string | null;
  sections: { section: string; title: string; text: string }[];
}
