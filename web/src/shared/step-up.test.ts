import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** A token as issuers make them; the signature is not looked at here. */
function token(claims: object): string {
  return `e30.${btoa(JSON.stringify(claims)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}.x`;
}

describe("a second factor", () => {
  const stored = new Map<string, string>();
  beforeEach(() => {
    stored.clear();
    vi.resetModules();
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    [token({ sub: "B-1", name: "Añía >>??" }), "B-1"],
    [token({ name: "nobody" }), null],
    [token({ sub: 7 }), null],
    ["opaque", null],
    ["", null],
  ])("knows whom a token names", async (given, expected) => {
    const { subjectOf } = await import("./step-up");
    expect(subjectOf(given)).toBe(expected);
  });

  it("takes the same person's new token and nobody else's", async () => {
    const { taken } = await import("./step-up");
    const { keep, session } = await import("./session");
    expect(taken(token({ sub: "B-1" }))?.code).toBe("signed-out");
    keep({ token: token({ sub: "B-1" }), name: "Ana", role: "borrower" });
    expect(taken(token({ sub: "B-2", acr: "2" }))?.code).toBe("another-person");
    expect(session()?.token).toBe(token({ sub: "B-1" }));
    expect(taken({ sub: "B-1" })?.code).toBe("signed-out");
    expect(taken(token({ sub: "B-1", acr: "2" }))).toBeNull();
    expect(session()).toEqual({ token: token({ sub: "B-1", acr: "2" }), name: "Ana", role: "borrower" });
  });

  it("asks how people sign in once, and again after a failure", async () => {
    const { way } = await import("./step-up");
    const answers = [new Response("no", { status: 502 }), new Response('{"mode":"oidc"}')];
    const fetched = vi.fn(() => Promise.resolve(answers.shift()));
    vi.stubGlobal("fetch", fetched);
    await expect(way()).rejects.toThrow();
    expect(await way()).toBe("issuer");
    expect(await way()).toBe("issuer");
    expect(fetched).toHaveBeenCalledTimes(2);
  });
});
