import { AssistantRuntimeProvider, type ThreadMessageLike, useExternalStoreRuntime } from "@assistant-ui/react";
import { send } from "../conversation/sending";
import { stop } from "../conversation/sending";
import { type Entry, timeline } from "../conversation/timeline";
import { plain } from "../../shared/prose";
import { useChat, useRoom } from "./Context";

/**
 * assistant-ui over our own record of the conversation. Its AG-UI runtime keeps the messages of the runs that it made
 * itself; ours has people's messages, receipts and runs of other devices in it, lets the borrower go on while a proposal
 * waits, and takes an interrupted run up again. So there is one way: `HttpAgent` of @ag-ui/client runs (agui/run.ts),
 * a reducer keeps what it tells (agui/reduce.ts), the server's record is merged in (conversation/merge.ts), and this
 * external-store runtime hands the one timeline to the primitives. Each message carries its entry in `metadata.custom`.
 */
export function Runtime({ children }: { children: React.ReactNode }): React.JSX.Element {
  const { chat } = useRoom();
  const entries = useChat(timeline);
  const live = useChat((state) => state.live);
  const agent = useChat((state) => state.floor === "agent");
  const runtime = useExternalStoreRuntime<Entry>({
    messages: entries,
    convertMessage: shown,
    isRunning: live !== null && live.phase !== "failed" && live.desk === null && !agent,
    onNew: (message) => send(chat, textOf(message.content)),
    onEdit: (message) => send(chat, textOf(message.content), turnOf(entries, message.sourceId)),
    onReload: (parentId) => {
      const asked = entries.find((entry) => entry.id === parentId);
      return asked?.kind === "user" ? send(chat, asked.text, asked.corrects) : Promise.resolve();
    },
    onCancel: () => stop(chat),
  });
  return <AssistantRuntimeProvider runtime={runtime}>{children}</AssistantRuntimeProvider>;
}

function shown(entry: Entry): ThreadMessageLike {
  const metadata = { custom: { entry } };
  switch (entry.kind) {
    case "user":
      return { id: entry.id, role: "user", content: entry.text, metadata };
    case "assistant":
      return { id: entry.id, role: "assistant", content: plain(entry.answer), metadata };
    case "person":
      return { id: entry.id, role: "assistant", content: entry.message.text, metadata };
    case "notice":
      return { id: entry.id, role: "system", content: entry.notice.words, metadata };
  }
}

const turnOf = (entries: readonly Entry[], id: string | null): string | null => {
  const entry = entries.find((it) => it.id === id);
  return entry?.kind === "user" ? entry.turnId : null;
};

const textOf = (content: readonly { type: string; text?: string }[]): string =>
  content.map((part) => (part.type === "text" ? (part.text ?? "") : "")).join("\n").trim();
