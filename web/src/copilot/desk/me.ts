import type { Session } from "../../shared/session";

export interface Me {
  id: string;
  name: string;
  role: string;
}

/** Who is signed in. The id is the token's own subject: it is compared with rows, never sent. */
export function me(session: Session): Me {
  return { id: subject(session.token), name: session.name, role: session.role };
}

function subject(token: string): string {
  try {
    const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))) as unknown;
    return typeof claims === "object" && claims !== null && "sub" in claims ? String(claims.sub) : "";
  } catch {
    return "";
  }
}
