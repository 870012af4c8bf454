import { describe, expect, it } from "vitest";
import { cost, count, fact, lasting, milliseconds, money, NOTHING, readable, share, short } from "./format";

describe("figures", () => {
  it.each([
    [money(3200), "$32.00"],
    [money(-5), "-$0.05"],
    [money(null), NOTHING],
    [share(0), "0%"],
    [share(1), "100%"],
    [share(0.12345), "12.3%"],
    [share(0.9996), "100.0%"],
    [share(undefined), NOTHING],
    [share(Number.NaN), NOTHING],
    [milliseconds(0), "0 ms"],
    [milliseconds(412.6), "413 ms"],
    [milliseconds(1234), "1.23 s"],
    [milliseconds(61_000), "61.0 s"],
    [milliseconds(null), NOTHING],
    [cost(0), "$0.00"],
    [cost(0.00213), "$0.0021"],
    [cost(0.00001), "under $0.0001"],
    [cost(12.5), "$12.50"],
    [count(1234567), "1,234,567"],
    [lasting(0), "0 s"],
    [lasting(-3), "0 s"],
    [lasting(59.9), "59 s"],
    [lasting(61), "1 min"],
    [lasting(3600), "1 h"],
    [lasting(3720), "1 h 2 min"],
    [lasting(90_000), "1 d 1 h"],
    [lasting(172_800), "2 d"],
  ])("%s is %s", (made, expected) => {
    expect(made).toBe(expected);
  });
});

describe("short", () => {
  it.each([
    ["60.0%", "60%"],
    ["7.5%", "7.5%"],
    ["$1.00", "$1"],
    ["$0.0020", "$0.002"],
    ["1.50 s", "1.5 s"],
    ["100 ms", "100 ms"],
    ["1,000", "1,000"],
  ])("%s is %s", (figure, expected) => {
    expect(short(figure)).toBe(expected);
  });
});

describe("fact", () => {
  it.each([
    ["fees_cents", 3200, { label: "Fees", value: "$32.00" }],
    ["apr_bps", 1999, { label: "Apr", value: "19.99%" }],
    ["due_day", 15, { label: "Due day", value: "15" }],
    ["autopay", false, { label: "Autopay", value: "no" }],
    ["phone", null, { label: "Phone", value: "none" }],
    ["plan", { months: 3 }, { label: "Plan", value: '{"months":3}' }],
  ])("tells %s", (name, value, expected) => {
    expect(fact(name, value)).toEqual(expected);
  });

  it("makes tags readable", () => {
    expect(readable("asked_for_person")).toBe("Asked for person");
  });
});
