import type { Entry } from "../conversation/timeline";

/** The entry that Runtime.tsx put with a message; none for a placeholder of assistant-ui's own. */
export const entryOf = (custom: Record<string, unknown>): Entry | null => (custom["entry"] as Entry | undefined) ?? null;
