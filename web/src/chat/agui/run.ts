import { HttpAgent } from "@ag-ui/client";
import { authorization, problemOf } from "../../shared/http";
import type { AgEvent } from "./reduce";

/** fetch for HttpAgent: an answer that is a problem document is thrown as such, so that its words reach the person. */
async function fetched(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, cache: "no-store" });
  if (!response.ok) throw problemOf(response.status, await response.text());
  return response;
}

/**
 * One AG-UI run: send `text` (or, where the server has it already, take the run up again) and tell `heard` every event.
 * The run id is the idempotency key: the same id again is the same turn. Throws Problem, or what broke the connection.
 */
export async function follow(
  threadId: string,
  runId: string,
  text: string,
  heard: (event: AgEvent) => void,
  gone: AbortController,
): Promise<void> {
  const agent = new HttpAgent({ url: "/v1/agui", threadId, headers: authorization(), fetch: fetched });
  agent.setMessages([{ id: runId, role: "user", content: text }]);
  await agent.runAgent(
    { runId, abortController: gone },
    { onEvent: ({ event }) => heard(event as unknown as AgEvent) },
  );
}
