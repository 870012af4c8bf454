import { authorization } from "./http";

/** One server-sent event. */
export interface Told {
  event: string;
  data: string;
  id: string;
}

/**
 * Follow a server-sent event stream with the session's token (EventSource cannot carry one), and come back after a lost
 * connection, waiting 0.5 s at first and at most 15 s. `seen` is told whether the connection stands. Ends with `signal`.
 */
export async function follow(
  path: string,
  heard: (told: Told) => void,
  signal: AbortSignal,
  seen: (connected: boolean) => void = () => {},
): Promise<void> {
  let wait = 500;
  let last = "";
  while (!signal.aborted) {
    try {
      const resume: Record<string, string> = last ? { "Last-Event-ID": last } : {};
      const response = await fetch(path, { headers: { ...authorization(), ...resume }, cache: "no-store", signal });
      if (response.status === 401 || response.status === 403 || response.status === 404) return;
      if (response.ok && response.body) {
        seen(true);
        wait = 500;
        for await (const told of events(response.body)) {
          if (told.id) last = told.id;
          heard(told);
        }
      }
    } catch {
      if (signal.aborted) return;
    }
    seen(false);
    await new Promise((done) => setTimeout(done, wait));
    wait = Math.min(wait * 2, 15_000);
  }
}

/** The events of a response, as they come in. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Told> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let left = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    left += value;
    let end = left.indexOf("\n\n");
    while (end >= 0) {
      const told: Told = { event: "message", data: "", id: "" };
      for (const line of left.slice(0, end).split("\n")) {
        const colon = line.indexOf(":");
        if (colon <= 0) continue;
        const field = line.slice(0, colon);
        const text = line.slice(colon + 1).replace(/^ /, "");
        if (field === "data") told.data += (told.data ? "\n" : "") + text;
        else if (field === "event") told.event = text;
        else if (field === "id") told.id = text;
      }
      left = left.slice(end + 2);
      if (told.data || told.event !== "message") yield told;
      end = left.indexOf("\n\n");
    }
  }
}
