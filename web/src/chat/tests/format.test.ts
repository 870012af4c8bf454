import { describe, expect, it } from "vitest";
import { clock, day, money, rate } from "../figures/format";

describe("money", () => {
  it.each([
    [0, "$0.00"],
    [5, "$0.05"],
    [-5, "-$0.05"],
    [100, "$1.00"],
    [531373, "$5,313.73"],
    [-16531, "-$165.31"],
    [123456789, "$1,234,567.89"],
    [900719925474099, "$9,007,199,254,740.99"],
  ])("%i cents are %s", (cents, words) => {
    expect(money(cents, "en")).toBe(words);
    expect(money(cents, "es")).toBe(words);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%d is no money", (cents) => {
    expect(() => money(cents, "en")).toThrow(RangeError);
  });
});

describe("days and rates", () => {
  it("is the calendar's day wherever the reader is", () => {
    expect(day("2026-05-21", "en")).toBe("May 21, 2026");
    expect(day("2026-05-21", "es")).toBe("21 de mayo de 2026");
    expect(day("2026-01-01", "en", "short")).toBe("Jan 1, 2026");
  });

  it.each(["", "soon", "2026-13-45", "2026-05-21T00:00:00Z"])("gives %j back as it is", (text) => {
    expect(day(text, "en")).toBe(text);
  });

  it("gives an instant that is none back as it is", () => {
    expect(clock("never", "en")).toBe("never");
  });

  it("shows basis points as a rate", () => {
    expect(rate(2499, "en")).toBe("24.99%");
    expect(rate(0, "en")).toBe("0.00%");
  });
});
