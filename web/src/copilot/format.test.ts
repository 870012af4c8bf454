import { expect, it } from "vitest";
import { day, lasted, money, plain } from "./format";

it.each([
  [12, "12 s"],
  [61, "1 min"],
  [3600, "1 h"],
  [4800, "1 h 20 min"],
  [200_000, "2 days"],
  [-5, "0 s"],
])("%i seconds are %s", (seconds, words) => expect(lasted(seconds)).toBe(words));

it("says money in dollars and cents, and a missing amount as a dash", () => {
  expect(money(174_534)).toBe("$1,745.34");
  expect(money(0)).toBe("$0.00");
  expect(money(null)).toBe("—");
});

it("keeps a calendar day in every time zone", () => expect(day("2026-05-15")).toBe("May 15, 2026"));

it("makes a code readable and leaves words alone", () => {
  expect(plain("past_due")).toBe("Past due");
  expect(plain("Account system: fees; POL-FEE-01")).toBe("Account system: fees; POL-FEE-01");
});
