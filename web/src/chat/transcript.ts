import type { ChatState } from "./conversation/state";
import { type Entry, timeline } from "./conversation/timeline";
import { day, instant, type Language } from "./figures/format";
import { plain } from "../shared/prose";
import type { Citation, Proposal } from "./wire";
import type { Words } from "./words/en";

type Told = Pick<ChatState, "threadId" | "turns" | "notices" | "messages" | "proposals" | "floor" | "live">;

/** The conversation as a plain text file: who said what and when, sources, proposals and receipts. */
export function transcriptText(state: ChatState, words: Words, language: Language, now: Date): string {
  const head = [words.transcript.heading, state.threadId ?? "", `${words.transcript.made}: ${instant(now.toISOString(), language)}`];
  const parts = timeline({ ...state, live: null }).map((entry) => told(entry, state, words, language));
  return `${[head.join("\n"), ...parts].join("\n\n")}\n`;
}

function told(entry: Entry, state: Told, words: Words, language: Language): string {
  switch (entry.kind) {
    case "user":
      return `${words.you} (${instant(entry.at, language)}):\n${entry.text}`;
    case "person":
      return `${entry.message.author_name ?? words.person}, ${words.handoff.human} (${instant(entry.message.sent_at, language)}):\n${entry.message.text}`;
    case "notice":
      return `* ${plain(entry.notice.words)}`;
    case "assistant": {
      const citations = entry.end?.citations ?? [];
      const proposals = (entry.end?.proposals ?? []).map((made) => state.proposals[made.proposal_id] ?? made);
      return [
        `${words.assistant}:\n${plain(entry.answer) || (entry.status === "stopped" ? words.stopped : words.noAnswer)}`,
        ...(citations.length > 0 ? [sources(citations, words, language)] : []),
        ...proposals.map((proposal) => proposed(proposal, words, language)),
      ].join("\n");
    }
  }
}

const sources = (citations: readonly Citation[], words: Words, language: Language): string =>
  [
    `${words.transcript.sources}:`,
    ...citations.map(
      (it) =>
        `  [${it.id}] ${it.title} (${words.citation.id(it.document, it.version)}, ${words.citation.effective(day(it.effective_from, language))}): “${it.quote}”`,
    ),
  ].join("\n");

function proposed(proposal: Proposal, words: Words, language: Language): string {
  const { receipt } = proposal;
  const settled = receipt?.settled_at ? ` (${instant(receipt.settled_at, language)})` : "";
  return [
    `> ${proposal.title}: ${words.proposal.state[proposal.state]}`,
    ...proposal.lines.map((line) => `>   ${line.words}`),
    ...(receipt ? [`> ${words.proposal.receipt}: ${receipt.outcome === "done" ? words.proposal.receiptDone : receipt.words}${settled}`] : []),
  ].join("\n");
}

/** The server's own record as JSON, proposals in their newest state. */
export function transcriptJson(state: Told, now: Date): string {
  const { threadId, turns, notices, messages, proposals } = state;
  return JSON.stringify(
    { thread_id: threadId, made_at: now.toISOString(), turns, notices, messages, proposals: Object.values(proposals) },
    null,
    2,
  );
}
