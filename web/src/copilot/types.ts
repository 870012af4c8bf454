/** What the desk's routes answer (staff side of hand-offs and the copilot). Times are ISO 8601, amounts integer cents. */
import type { BoardRow, Citation, DeskMessage, Floor, Note, Snapshot, Summary } from "../shared/wire";

export type {
  BoardRow,
  Citation,
  Decided,
  DeskMessage,
  Floor,
  HandoffState,
  NextAction,
  Note,
  PolicyDocument,
  Snapshot,
  Suggestion,
  Summary,
  Warning,
} from "../shared/wire";
export type HandoffStateName = BoardRow["state"];
export type Account = Snapshot["accounts"][number];
export type Language = "en" | "es";

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

export type Change = "shorten" | "warmer" | "plainer" | "translate";
export type Outcome = "accepted" | "edited" | "rejected";

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

