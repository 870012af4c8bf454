import { EMPTY, type ChatState } from "../conversation/state";
import type { DeskMessage, Notice, Proposal, Turn } from "../wire";

/** Made-up records for the tests, in the shapes of the API. */
export const proposal = (change: Partial<Proposal> = {}): Proposal => ({
  proposal_id: "p1",
  thread_id: "t",
  turn_id: "turn-2",
  tool: "move_due_date",
  state: "open",
  title: "Move the due date",
  says: "Waiting for your yes or no.",
  lines: [
    { label: "account", kind: "account", value: "Instalment loan ending in 2788", words: "Account: Instalment loan ending in 2788" },
    { label: "due_day_before", kind: "count", value: 21, words: "Due day until now: 21st of each month" },
    { label: "due_day", kind: "count", value: 28, words: "New due day: 28th of each month" },
  ],
  risk: "medium",
  requires: { assurance: 1, approval: null },
  created_at: "2026-05-15T10:00:00Z",
  expires_at: "2026-05-15T11:00:00Z",
  digest: "d",
  can: ["confirm", "reject"],
  receipt: null,
  undoes: null,
  undone_by: null,
  ...change,
});

export const turn = (order: number, change: Partial<Turn> = {}): Turn => ({
  turn_id: `turn-${order}`,
  order,
  run_id: `run-${order}`,
  status: "finished",
  user_text: `question ${order}`,
  received_at: "2026-05-15T10:00:00Z",
  result: {
    turn_id: `turn-${order}`,
    outcome: "answered",
    citations: [],
    proposals: [],
    handoff: null,
    answer: `answer ${order}`,
    tool_calls: [],
  },
  ...change,
});

export const notice = (order: number, change: Partial<Notice> = {}): Notice => ({
  notice_id: `n-${order}`,
  order,
  kind: "receipt",
  proposal_id: "p1",
  words: "Done: **Move the due date**",
  created_at: "2026-05-15T10:05:00Z",
  ...change,
});

export const message = (order: number, change: Partial<DeskMessage> = {}): DeskMessage => ({
  message_id: `m-${order}`,
  order,
  author: "agent",
  author_name: "Maria",
  text: "I am here.",
  sent_at: "2026-05-15T10:06:00Z",
  run_id: `r-${order}`,
  ...change,
});

export const state = (change: Partial<ChatState>): ChatState => ({ ...EMPTY, threadId: "t", ...change });
