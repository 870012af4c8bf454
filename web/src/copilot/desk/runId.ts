/** A key that makes a request safe to repeat. `crypto.randomUUID` is not there on plain-HTTP hosts; random bytes are. */
export function runId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
