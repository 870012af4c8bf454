import { describe, expect, it } from "vitest";
import { isWayBack, refusalIn, toldOf } from "./oidc";

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
