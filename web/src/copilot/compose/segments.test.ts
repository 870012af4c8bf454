import { expect, it } from "vitest";
import type { Warning } from "../types";
import { placed, segments } from "./segments";

const text = "I promise you will be approved.";
const warning = (start: number, end: number, severity: "warn" | "stop"): Warning => ({
  kind: "promise",
  severity,
  start,
  end,
  words: text.slice(start, end),
  why: "",
  source: null,
});

it("marks the words of a warning and leaves the rest", () => {
  expect(segments(text, [warning(2, 9, "warn")])).toEqual([
    { text: "I ", severity: null },
    { text: "promise", severity: "warn" },
    { text: " you will be approved.", severity: null },
  ]);
});

it("shows the graver one where two overlap, and loses no character", () => {
  const found = segments(text, [warning(2, 30, "warn"), warning(22, 30, "stop")]);
  expect(found.map((segment) => segment.severity)).toEqual([null, "warn", "stop", null]);
  expect(found.map((segment) => segment.text).join("")).toBe(text);
});

it("leaves out a warning whose words no longer stand there, and one about what is missing", () => {
  expect(segments("Something else", [warning(2, 9, "stop")])).toEqual([{ text: "Something else", severity: null }]);
  expect(segments(text, [warning(0, 0, "warn")])).toEqual([{ text, severity: null }]);
});

it("finds the words behind characters that take two places here", () => {
  const smiling = `😀 ${text}`;
  const found = segments(smiling, placed(smiling, [{ ...warning(2, 9, "stop"), start: 4, end: 11 }]));
  expect(found.find((segment) => segment.severity === "stop")?.text).toBe("promise");
});
