import { createContext, useContext, useSyncExternalStore } from "react";
import type { Chat } from "../conversation/chat";
import type { ChatState } from "../conversation/state";
import type { Citation } from "../wire";

/** What lies over the page, one at a time. */
export type Panel = { kind: "about" | "history" | "transcript" } | { kind: "citation"; citation: Citation };

export interface Room {
  chat: Chat;
  open: (panel: Panel) => void;
}

export const RoomContext = createContext<Room | null>(null);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error("useRoom outside of the chat page");
  return room;
}

/** A part of the state. `select` must give back what the state holds, not something made anew each time. */
export function useChat<Part>(select: (state: ChatState) => Part): Part {
  const { store } = useRoom().chat;
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}
