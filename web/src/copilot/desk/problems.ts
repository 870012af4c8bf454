import { Problem } from "../../shared/http";
import { keep, signIn } from "../../shared/session";

/** The sentence of a failure for the person. A session that ended sends to sign in again. */
export function said(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status === 401) {
      keep(null);
      signIn();
    }
    return error.message;
  }
  return "Something went wrong on this page; try again.";
}

export function isProblem(error: unknown, code: string): boolean {
  return error instanceof Problem && error.code === code;
}

export function isGone(error: unknown): boolean {
  return error instanceof Problem && (error.status === 403 || error.status === 404);
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
