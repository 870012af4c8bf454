import { askPerson, listProposals, listStarters, listThreads, openThread, readThread, withdrawPerson } from "../calls";
import { Problem } from "../../shared/http";
import { follow } from "../../shared/live";
import { session } from "../../shared/session";
import { plain } from "../../shared/prose";
import type { Proposal, Thread, TurnEnd } from "../wire";
import type { Words } from "../words/en";
import { isOver, knownUpTo, merge, mergeProposals } from "./merge";
import { adopt, pendingOf } from "./sending";
import { type ChatState, EMPTY, Store } from "./state";

/** Notices that are not told by the card of their proposal. */
const TOLD = new Set(["approved", "rejected", "correction", "taken_over", "handed_back", "transferred", "left_waiting"]);

/** One conversation on this page: reads it, follows it, and holds what the page shows of it. */
export class Chat {
  readonly store = new Store();
  /** Cuts the stream of the run that is followed. */
  gone: AbortController | null = null;
  private watching: AbortController | null = null;
  private syncing: Promise<void> | null = null;
  private again = false;

  constructor(public words: Words) {}

  get state(): ChatState {
    return this.store.state;
  }

  /** Begin with the conversation that the address names, if any. */
  async start(): Promise<void> {
    const named = new URLSearchParams(location.hash.slice(1)).get("thread");
    if (named) await this.open(named);
    else if (session()) await this.readThreads();
  }

  async readStarters(language: string): Promise<void> {
    const starters = await listStarters(language).catch(() => []);
    this.store.set({ starters });
  }

  async readThreads(): Promise<void> {
    const threads = await listThreads().catch((error: unknown) => (this.trouble(error), []));
    this.store.set({ threads });
  }

  /** Show another conversation, and go on with what is under way in it. */
  async open(threadId: string): Promise<void> {
    this.leave();
    this.store.set({ opening: true });
    this.enter(threadId);
    await this.sync();
    this.store.set({ opening: false });
    const pending = pendingOf(threadId);
    const known = pending && this.state.turns.some((turn) => turn.run_id === pending.runId);
    if (pending && !known) await adopt(this, pending.runId, pending.text, new Date().toISOString());
  }

  /** An empty page; the conversation begins with the first message. */
  fresh(): void {
    this.leave();
    history.replaceState(null, "", location.pathname + location.search);
    void this.readThreads();
  }

  private leave(): void {
    this.gone?.abort();
    this.watching?.abort();
    const { starters, threads, online, said } = this.state;
    this.store.set({ ...EMPTY, starters, threads, online, said });
  }

  /** The page is about this conversation from now on. */
  enter(threadId: string): void {
    history.replaceState(null, "", `${location.pathname}${location.search}#thread=${threadId}`);
    this.store.set({ threadId });
    this.watching = new AbortController();
    void follow(
      `/v1/threads/${encodeURIComponent(threadId)}/events`,
      () => void this.sync(),
      this.watching.signal,
      (connected) => this.store.set({ connected }),
    );
  }

  /** Read what is new; calls that come together share one read, and one that comes during it reads once more. */
  async sync(): Promise<void> {
    if (this.syncing) {
      this.again = true;
      return this.syncing;
    }
    this.syncing = this.read().finally(() => {
      this.syncing = null;
    });
    await this.syncing;
    if (this.again) {
      this.again = false;
      await this.sync();
    }
  }

  private async read(): Promise<void> {
    const { threadId } = this.state;
    if (!threadId) return;
    try {
      const [thread, proposals] = await Promise.all([
        readThread(threadId, knownUpTo(this.state)),
        session() ? listProposals(threadId) : Promise.resolve([]),
      ]);
      if (this.state.threadId !== threadId) return;
      this.tellNews(thread);
      const merged = merge(this.state, thread);
      this.store.set({ ...merged, proposals: mergeProposals(merged.proposals, proposals), signInNeeded: false });
      this.takeUp();
    } catch (error) {
      this.trouble(error);
    }
  }

  /** Follow a run that somebody else, or this page before a reload, has begun. */
  private takeUp(): void {
    const open = this.state.turns.find((turn) => !isOver(turn));
    if (open && !this.state.live) void adopt(this, open.run_id, open.user_text, open.received_at);
  }

  /** What others said or what happened meanwhile, for a screen reader; not what is only being opened. */
  private tellNews(thread: Thread): void {
    if (this.state.opening) return;
    const known = new Set([...this.state.messages, ...this.state.notices].map((it) => it.order));
    for (const message of thread.messages ?? [])
      if (message.author === "agent" && !known.has(message.order))
        this.store.say(`${message.author_name ?? this.words.person}: ${plain(message.text)}`);
    for (const notice of thread.notices)
      if (TOLD.has(notice.kind) && !known.has(notice.order)) this.store.say(plain(notice.words));
  }

  /** Ask for a person; no model has a part in it. */
  async askPerson(): Promise<void> {
    this.store.set({ asking: true });
    try {
      if (!this.state.threadId) this.enter(await openThread());
      const handoff = await askPerson(this.state.threadId ?? "");
      this.store.set({ handoff });
      this.store.say(this.words.handoff.asked);
    } catch (error) {
      this.trouble(error);
    } finally {
      this.store.set({ asking: false });
    }
  }

  async withdrawPerson(): Promise<void> {
    try {
      await withdrawPerson(this.state.threadId ?? "");
      this.store.say(this.words.handoff.withdrawn);
    } catch (error) {
      this.trouble(error);
    }
    await this.sync();
  }

  /** What went wrong, in the problem's own words. No connection is shown by its own banner, not as trouble. */
  trouble(error: unknown): void {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) this.store.set({ signInNeeded: true });
    else if (error.code === "thread-not-found") this.store.set({ threadId: null, trouble: this.words.noThread });
    else if (error.status > 0) this.store.set({ trouble: error.message });
  }

  /** A whole message for a screen reader: said once, when it is complete. */
  spoken(answer: string, end: TurnEnd): string {
    const waiting = end.proposals.map((proposal) => `${proposal.title}. ${this.words.proposal.waits}`);
    return [`${this.words.assistant}: ${plain(answer)}`, ...waiting].join(" ");
  }

  stateWords(proposal: Proposal): string {
    return `${proposal.title}: ${this.words.proposal.state[proposal.state]}`;
  }
}
