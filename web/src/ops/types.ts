/** What the service's routes for operations answer (docs: /openapi.json). */
import type { Citation, DeskMessage } from "../shared/wire";

export type { Citation, DeskMessage };

export interface Line {
  label: string;
  kind: string;
  value: string | number;
  words: string;
}

export interface Proposal {
  proposal_id: string;
  thread_id: string;
  tool: string;
  state: string;
  title: string;
  says: string;
  lines: Line[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  risk: string;
  requires: { assurance: number; approval: string | null };
  created_at: string;
  expires_at: string;
  digest: string;
  can: string[];
  by_you: boolean;
  maker: string | null;
  maker_name: string | null;
  about: string | null;
  about_name: string | null;
  receipt: { outcome: string; words: string } | null;
}

export interface HandoffRow {
  handoff_id: string;
  state: "waiting" | "accepted" | "returned" | "withdrawn";
  reason: string;
  queue: string;
  urgent: boolean;
  requested_at: string;
  accepted_at: string | null;
  ended_at: string | null;
  thread_id: string;
  borrower_id: string | null;
  borrower_name: string | null;
  language: string;
  waited_s: number;
  agent: string | null;
  agent_name: string | null;
  preview: string | null;
}

export interface Found {
  thread_id: string;
  borrower_id: string | null;
  borrower_name: string | null;
  started_at: string;
  turns: number;
  outcomes: string[];
  handoff_reason: string | null;
  snippet: string | null;
}

export interface ToolCall {
  name: string;
  arguments: Record<string, unknown>;
  result: Record<string, unknown>;
}

export interface TurnResult {
  outcome: string;
  answer: string;
  citations: Citation[];
  tool_calls: ToolCall[];
  handoff: { reason: string; queue: string; urgent: boolean } | null;
  prompt: string;
  model: string;
  timings_ms: { total: number };
}

export interface Turn {
  turn_id: string;
  order: number;
  status: string;
  user_text: string | null;
  received_at: string;
  result: TurnResult | null;
  /** False where the stored record was changed. */
  opens?: boolean;
}

export interface NoticeRow {
  notice_id: string;
  order: number;
  kind: string;
  words: string;
  created_at: string | null;
}

export interface Opinion {
  turn_id: string;
  liked: boolean;
  reason: string | null;
}

/** GET /v1/ops/conversations/{thread_id}. */
export interface Conversation {
  thread_id: string;
  /** Id of who wrote the turns: staff in a conversation about a borrower; null for a visitor. */
  asked_by: string | null;
  borrower_id: string | null;
  borrower_name: string | null;
  started_at: string;
  turns: Turn[];
  notices: NoticeRow[];
  messages: DeskMessage[];
  handoffs: HandoffRow[];
  feedback: Opinion[];
  proposals: Proposal[];
}

/** GET /v1/ops/turns/{turn_id}/audit: assistant/reconstruction.py. */
export interface Audit {
  turn_id: string;
  subject: string;
  about: string | null;
  status: string | null;
  outcome: string | null;
  holds: boolean;
  checks: { what: string; holds: boolean }[];
  record: Record<string, unknown>;
  place: { chain?: number; seq?: number; at?: string; hash?: string };
  guards: { name: string; direction: string; verdict: string; ms: number; detail: string | null }[];
  passages: { document: string; version: number; section: string; title?: string; opens: boolean; unchanged: boolean }[];
  later: { kind: string; subject: string; at: string }[];
}
