import { session, visitor } from "./session";

/** An RFC 9457 problem document; `detail` is written for the person who reads it. `code` is the end of `type`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

export function authorization(): Record<string, string> {
  const current = session();
  if (current) return { Authorization: `Bearer ${current.token}` };
  const key = visitor();
  return key ? { "X-Anonymous-Key": key } : {};
}

/** Ask this origin's API for JSON. Throws Problem; a network failure is Problem with status 0 and code "offline". */
export async function ask<Answer>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const headers: Record<string, string> = authorization();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    response = await fetch(path, { method, headers, cache: "no-store", ...sent, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, "offline", "No connection", "The service cannot be reached. Check the connection and try again.");
  }
  if (response.status === 204) return undefined as Answer;
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Answer;
  throw problemOf(response.status, text);
}

export function problemOf(status: number, text: string): Problem {
  try {
    const found = JSON.parse(text) as { type?: string; title?: string; detail?: string };
    const code = (found.type ?? "").split("/").pop() ?? "";
    return new Problem(status, code, found.title ?? "Not done", found.detail ?? "Something went wrong; try again.");
  } catch {
    return new Problem(status, "unexpected", "Not done", "Something went wrong on our side; try again.");
  }
}
