import { useCallback, useEffect, useRef, useState } from "react";
import { follow } from "../../shared/live";
import { api } from "../api";
import { isAborted, said } from "../desk/problems";
import type { BoardRow } from "../types";

export interface BoardState {
  rows: BoardRow[] | null;
  /** When the rows were read (milliseconds): waiting times go on from there. */
  readAt: number;
  failed: string | null;
  connected: boolean;
  reload: () => Promise<BoardRow[]>;
}

/** The queue, read again whenever the desk tells of a change, and every minute where it cannot. */
export function useBoard(): BoardState {
  const [rows, setRows] = useState<BoardRow[] | null>(null);
  const [readAt, setReadAt] = useState(0);
  const [failed, setFailed] = useState<string | null>(null);
  const [connected, setConnected] = useState(false);
  const asked = useRef(0);

  const reload = useCallback(async (): Promise<BoardRow[]> => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const { handoffs } = await api.board();
      if (mine !== asked.current) return handoffs;
      setRows(handoffs);
      setReadAt(Date.now());
      setFailed(null);
      return handoffs;
    } catch (error) {
      if (!isAborted(error)) setFailed(said(error));
      return [];
    }
  }, []);

  useEffect(() => {
    const leaving = new AbortController();
    let soon: ReturnType<typeof setTimeout> | undefined;
    const read = (): void => {
      clearTimeout(soon);
      soon = setTimeout(() => void reload(), 120);
    };
    void reload();
    void follow("/v1/handoffs/events", read, leaving.signal, (connects) => {
      setConnected(connects);
      if (connects) read();
    });
    const each = setInterval(() => void reload(), 60_000);
    return () => {
      leaving.abort();
      clearTimeout(soon);
      clearInterval(each);
    };
  }, [reload]);

  return { rows, readAt, failed, connected, reload };
}
