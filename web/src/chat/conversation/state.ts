import type { LiveRun } from "../agui/live";
import type { Decision, DeskMessage, Floor, Handoff, Notice, Proposal, Starter, ThreadRow, Turn } from "../wire";

/** What a screen reader is told; `n` makes the same words twice two announcements. */
export interface Said {
  words: string;
  n: number;
}
/** Why a proposal could not be decided: the problem's code and words. */
export interface Refusal {
  code: string;
  words: string;
}

export interface ChatState {
  threadId: string | null;
  /** A conversation is being read for the first time. */
  opening: boolean;
  turns: readonly Turn[];
  notices: readonly Notice[];
  messages: readonly DeskMessage[];
  proposals: Readonly<Record<string, Proposal>>;
  floor: Floor;
  handoff: Handoff | null;
  live: LiveRun | null;
  /** The browser has a network. */
  online: boolean;
  /** The stream of changes stands, or was not needed yet. */
  connected: boolean;
  starters: readonly Starter[];
  threads: readonly ThreadRow[];
  deciding: Readonly<Record<string, Decision>>;
  refusals: Readonly<Record<string, Refusal>>;
  /** The proposal that waits for a second factor. */
  stepUpFor: string | null;
  asking: boolean;
  said: Said;
  /** What went wrong, in words; the person may put it away. */
  trouble: string | null;
  signInNeeded: boolean;
}

export const EMPTY: ChatState = {
  threadId: null,
  opening: false,
  turns: [],
  notices: [],
  messages: [],
  proposals: {},
  floor: "assistant",
  handoff: null,
  live: null,
  online: true,
  connected: true,
  starters: [],
  threads: [],
  deciding: {},
  refusals: {},
  stepUpFor: null,
  asking: false,
  said: { words: "", n: 0 },
  trouble: null,
  signInNeeded: false,
};

/** State outside of React: changed in one place, read by `useSyncExternalStore`. */
export class Store {
  state: ChatState = EMPTY;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<ChatState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  say(words: string): void {
    if (words) this.set({ said: { words, n: this.state.said.n + 1 } });
  }
}
