import { expect, it } from "vitest";
import type { Warning } from "../types";
import { pressed, type Checked } from "./sending";

const stop: Warning = { kind: "pii", severity: "stop", start: 0, end: 3, words: "abc", why: "", source: null };
const fine: Checked = { text: "abc", warnings: [], failed: false };

it("checks what was not checked, or was changed since", () => {
  expect(pressed("abc", null, null)).toBe("check");
  expect(pressed("abcd", fine, null)).toBe("check");
});

it("sends what the check let pass, careful words included", () => {
  expect(pressed("abc", fine, null)).toBe("send");
  expect(pressed("abc", { ...fine, warnings: [{ ...stop, severity: "warn" }] }, null)).toBe("send");
});

it("holds at a stop until the same text is sent again", () => {
  const stopped: Checked = { ...fine, warnings: [stop] };
  expect(pressed("abc", stopped, null)).toBe("hold-stop");
  expect(pressed("abc", stopped, "abc")).toBe("send");
  expect(pressed("abc", stopped, "another text")).toBe("hold-stop");
});

it("does not take a check that could not be asked for a pass", () => {
  expect(pressed("abc", { ...fine, failed: true }, null)).toBe("hold-unchecked");
});
