/** What the chat in the frame says to the page around it. */
export type FromChat = { type: "tidewell:ready" } | { type: "tidewell:sign-in" } | { type: "tidewell:height"; px: number };

/** What the page around it says to the chat. A null token signs out. */
export type ToChat =
  | { type: "tidewell:theme"; variables: Record<string, string> }
  | { type: "tidewell:session"; token: string | null };

/** A message that came by postMessage, if it is one of the chat's. */
export function fromChat(data: unknown): FromChat | null {
  if (typeof data !== "object" || data === null) return null;
  const told = data as { type?: unknown; px?: unknown };
  if (told.type === "tidewell:ready" || told.type === "tidewell:sign-in") return { type: told.type };
  if (told.type === "tidewell:height" && typeof told.px === "number" && Number.isFinite(told.px)) {
    return { type: told.type, px: told.px };
  }
  return null;
}

/** Speaks to one frame of one origin; what is said before the chat is ready waits for it. */
export class Wire {
  private readonly waiting = new Map<ToChat["type"], ToChat>();
  private ready = false;

  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly origin: string,
    heard: (told: FromChat) => void,
  ) {
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return;
      const told = fromChat(event.data);
      if (!told) return;
      if (told.type === "tidewell:ready") this.flush();
      heard(told);
    });
  }

  say(message: ToChat): void {
    this.waiting.set(message.type, message);
    if (this.ready) this.post(message);
  }

  /** Everything that stands, again: the frame may have been loaded anew. */
  private flush(): void {
    this.ready = true;
    for (const message of this.waiting.values()) this.post(message);
  }

  private post(message: ToChat): void {
    this.frame.contentWindow?.postMessage(message, this.origin);
  }
}
