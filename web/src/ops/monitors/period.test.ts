import { describe, expect, it } from "vitest";
import { fieldOf, filtersOf, requestOf, viewOf } from "./period";

const NOW = Date.parse("2026-11-22T14:30:20Z");
const view = (hash: string) => viewOf(new URLSearchParams(hash));
const asked = (hash: string): URLSearchParams => new URL(requestOf(view(hash), NOW), "https://x.example").searchParams;

describe("viewOf", () => {
  it.each([
    ["", "day", ""],
    ["period=week&slice=channel", "week", "channel"],
    ["period=century&slice=shoe", "day", ""],
    ["period=custom", "day", ""],
    ["period=custom&from=nonsense&to=2026-11-22T10:00", "day", ""],
    ["period=custom&from=2026-11-21T10:00&to=2026-11-22T10:00", "custom", ""],
  ])("of %j", (hash, period, slice) => {
    expect(view(hash)).toMatchObject({ period, slice });
  });

  it("is read back from its filters", () => {
    for (const hash of ["", "period=hour&slice=model", "period=custom&from=2026-11-21T10:00&to=2026-11-22T10:00"]) {
      const filters = Object.entries(filtersOf(view(hash))).filter(([, value]) => value !== "");
      expect(viewOf(new URLSearchParams(filters))).toEqual(view(hash));
    }
  });
});

describe("requestOf", () => {
  it("ends a running period now", () => {
    expect(asked("period=hour").get("from")).toBe("2026-11-22T13:30:00.000Z");
    expect(asked("period=hour").has("to")).toBe(false);
    expect(asked("slice=role").get("slice")).toBe("role");
  });

  it("asks for both ends of a chosen one, in the reader's own time", () => {
    const found = asked("period=custom&from=2026-11-21T10:00&to=2026-11-21T12:00");
    expect(Date.parse(found.get("to") ?? "") - Date.parse(found.get("from") ?? "")).toBe(7_200_000);
    expect(fieldOf(Date.parse(found.get("from") ?? ""))).toBe("2026-11-21T10:00");
  });
});
