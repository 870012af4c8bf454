import { describe, expect, it } from "vitest";
import { destination, homeOf, safeNext } from "./next";

const HERE = "https://assistant.tidewell.example";

describe("safeNext", () => {
  it.each([
    ["/chat", "/chat"],
    ["/ops#conversations/6f1c", "/ops#conversations/6f1c"],
    ["/chat?thread=1&x=2#y", "/chat?thread=1&x=2#y"],
    ["/ops/../chat", "/chat"],
  ])("keeps the path %s", (wanted, kept) => {
    expect(safeNext(wanted, HERE)).toBe(kept);
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/..//evil.example/x",
    "/a/../..//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "chat",
    "",
    "\\\\evil.example",
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/sign-in/",
  ])("refuses %j", (wanted) => {
    expect(safeNext(wanted, HERE)).toBeNull();
  });

  it("stays on this origin whatever the browser makes of it", () => {
    for (const wanted of ["/%2F%2Fevil.example", "/%5Cevil.example", "/@evil.example", "/;//evil.example"]) {
      const next = safeNext(wanted, HERE);
      expect(next).not.toBeNull();
      expect(new URL(next as string, HERE).origin).toBe(HERE);
    }
  });

  it("has nothing to go to without a wish", () => {
    expect(safeNext(null, HERE)).toBeNull();
  });
});

describe("destination", () => {
  it.each([
    ["borrower", "/chat"],
    ["third_party", "/chat"],
    ["support_agent", "/copilot"],
    ["supervisor", "/ops"],
    ["analyst", "/ops"],
    ["auditor", "/ops"],
    ["somebody_new", "/chat"],
  ])("leads a %s to %s", (role, page) => {
    expect(homeOf(role)).toBe(page);
    expect(destination(role, null, HERE)).toBe(page);
    expect(destination(role, "//evil.example", HERE)).toBe(page);
    expect(destination(role, "/", HERE)).toBe(page);
  });

  it("goes on to where the person wanted, if the page is theirs", () => {
    expect(destination("supervisor", "/copilot?handoff=1", HERE)).toBe("/copilot?handoff=1");
    expect(destination("auditor", "/ops#conversations/1", HERE)).toBe("/ops#conversations/1");
    expect(destination("borrower", "/chat?thread=1", HERE)).toBe("/chat?thread=1");
  });

  it("does not take people to a page of staff that is not theirs", () => {
    expect(destination("borrower", "/ops#approvals", HERE)).toBe("/chat");
    expect(destination("borrower", "/copilot", HERE)).toBe("/chat");
    expect(destination("analyst", "/copilot/1", HERE)).toBe("/ops");
    expect(destination("borrower", "/operations-at-home", HERE)).toBe("/operations-at-home");
  });
});
