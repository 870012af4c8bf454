import { describe, expect, it } from "vitest";
import { filtersOf, requestOf } from "./filters";

const query = (hash: string, before: string | null = null): URLSearchParams =>
  new URL(requestOf(filtersOf(new URLSearchParams(hash)), before), "https://x.example").searchParams;

describe("requestOf", () => {
  it("asks for what is filled in, trimmed", () => {
    const asked = query("q=%20late%20fee%20&outcome=handoff&borrower=&other=1");
    expect([...asked.keys()].sort()).toEqual(["limit", "outcome", "q"]);
    expect(asked.get("q")).toBe("late fee");
  });

  it("takes both days whole", () => {
    const asked = query("from=2026-11-20&to=2026-11-20");
    const length = Date.parse(asked.get("to") ?? "") - Date.parse(asked.get("from") ?? "");
    expect(length).toBe(86_400_000);
  });

  it("leaves out what is no day", () => {
    expect(query("from=yesterday").has("from")).toBe(false);
  });

  it("goes on where the last page ended", () => {
    expect(query("q=fee", "abc==").get("before")).toBe("abc==");
  });
});
