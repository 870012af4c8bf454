import { describe, expect, it } from "vitest";
import { hashOf, placeOf, tabsOf } from "./routing";

describe("placeOf", () => {
  it("reads tab, path and filters", () => {
    const place = placeOf("#conversations/0f8c%2F1/turn-2?q=late%20fee&outcome=handoff");
    expect(place?.tab).toBe("conversations");
    expect(place?.path).toEqual(["0f8c/1", "turn-2"]);
    expect(place?.filters.get("q")).toBe("late fee");
    expect(place?.filters.get("outcome")).toBe("handoff");
  });

  it.each(["", "#", "#nowhere", "#/", "#main"])("knows no place in %j", (hash) => {
    expect(placeOf(hash)).toBeNull();
  });

  it("lives with a broken escape", () => {
    expect(placeOf("#conversations/%E0%A4%A")?.path).toEqual(["%E0%A4%A"]);
  });
});

describe("hashOf", () => {
  it("is read back as it was written", () => {
    const hash = hashOf("conversations", ["a/b c"], { q: "café & co", borrower: "" });
    const place = placeOf(hash);
    expect(place?.path).toEqual(["a/b c"]);
    expect([...(place?.filters ?? [])]).toEqual([["q", "café & co"]]);
  });

  it("is short for a plain tab", () => {
    expect(hashOf("monitors")).toBe("#monitors");
  });
});

describe("tabsOf", () => {
  it.each([
    ["supervisor", ["approvals", "handoffs", "conversations", "releases", "monitors"]],
    ["analyst", ["conversations", "releases", "monitors"]],
    ["auditor", ["conversations", "releases", "monitors"]],
    ["support_agent", []],
    ["borrower", []],
  ])("of a %s", (role, tabs) => {
    expect(tabsOf(role)).toEqual(tabs);
  });
});
