import { describe, expect, it } from "vitest";
import { claimsOf, isWayBack, refusalIn, sessionOf, toldOf } from "./oidc";

function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown): string =>
    btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  return `${part({ alg: "ES256" })}.${part(claims)}.c2lnbmVk`;
}

describe("sessionOf", () => {
  it("takes name and role from the access token, else from the profile", () => {
    const token = jwt({ sub: "S-1", role: "auditor" });
    expect(sessionOf(token, { name: "José Díaz" })).toEqual({ token, name: "José Díaz", role: "auditor" });
  });

  it("reads claims beyond ASCII", () => {
    expect(claimsOf(jwt({ name: "Lucía Peña ✓" }))).toEqual({ name: "Lucía Peña ✓" });
  });

  it("lives with an opaque access token", () => {
    expect(sessionOf("opaque", { email: "a@b.example", role: "analyst" })).toEqual({
      token: "opaque",
      name: "a@b.example",
      role: "analyst",
    });
    expect(sessionOf("a.!!!.c", {}).role).toBe("borrower");
  });
});

describe("the way back", () => {
  it.each([
    ["code=1&state=2", true],
    ["error=access_denied&state=2", true],
    ["code=1", false],
    ["next=/chat", false],
  ])("is known by %s", (query, expected) => {
    expect(isWayBack(new URLSearchParams(query))).toBe(expected);
  });

  it("tells a refusal in words", () => {
    expect(refusalIn(new URLSearchParams("error=access_denied&state=1"))).toContain("did not let you in");
    expect(refusalIn(new URLSearchParams("error=server_error&error_description=Down&state=1"))).toContain("“Down”");
    expect(refusalIn(new URLSearchParams("code=1&state=1"))).toBeNull();
  });

  it("tells what can be done about what went wrong", () => {
    expect(toldOf(new Error("No matching state found in storage"))).toContain("Start again here");
    expect(toldOf(new TypeError("Failed to fetch"))).toContain("cannot be reached");
    expect(toldOf(new Error("id_token expired"))).toContain("(id_token expired)");
  });
});
