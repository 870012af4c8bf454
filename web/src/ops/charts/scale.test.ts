import { describe, expect, it } from "vitest";
import { alone, linear, lines, nearest, spread, ticks } from "./scale";

describe("linear", () => {
  it("maps ends and middle", () => {
    const y = linear(0, 10, 100, 0);
    expect([y(0), y(5), y(10)]).toEqual([100, 50, 0]);
  });
  it("puts a range without width in the middle", () => {
    expect(linear(3, 3, 0, 40)(3)).toBe(20);
  });
});

describe("ticks", () => {
  it.each([
    [1, [0, 0.5, 1]],
    [0.13, [0, 0.05, 0.1, 0.15]],
    [7, [0, 2, 4, 6, 8]],
    [412, [0, 200, 400, 600]],
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
  ])("of %s", (most, expected) => {
    expect(ticks(most)).toEqual(expected);
  });
  it("counts in whole steps", () => {
    expect(ticks(2, 4, true)).toEqual([0, 1, 2]);
  });
  it("always reaches the largest value, with few steps", () => {
    for (let most = 0.001; most < 1e6; most *= 1.37) {
      const found = ticks(most);
      expect(found.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-6));
      expect(found.length).toBeLessThanOrEqual(6);
    }
  });
});

describe("lines", () => {
  it("breaks where a value is missing", () => {
    const points = [{ x: 0, y: 1 }, { x: 1, y: 2 }, null, { x: 3, y: 4 }];
    expect(lines(points)).toBe("M0.0 1.0L1.0 2.0M3.0 4.0");
    expect(alone(points)).toEqual([{ x: 3, y: 4 }]);
  });
});

describe("spread", () => {
  it.each([
    [0, 3, []],
    [3, 5, [0, 1, 2]],
    [24, 4, [0, 8, 15, 23]],
    [24, 1, [0, 23]],
  ])("of %s in room for %s", (length, room, expected) => {
    expect(spread(length, room)).toEqual(expected);
  });
});

it("finds the nearest place", () => {
  expect(nearest([0, 10, 20], 14)).toBe(1);
  expect(nearest([0, 10, 20], 99)).toBe(2);
});
