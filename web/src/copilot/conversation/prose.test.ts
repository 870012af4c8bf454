import { expect, it } from "vitest";
import type { Citation } from "../types";
import { besideCards, blocks, grouped } from "./prose";

const citation = (id: number): Citation => ({
  id,
  document: "POL-FEE-03",
  version: 2,
  section: "late",
  title: "Late fees",
  effective_from: "2025-10-01",
  quote: "",
});

it("makes references of known citations only", () => {
  expect(blocks("A fee can be waived. [1] Not this [7].", [citation(1)])[0]?.spans).toEqual([
    { text: "A fee can be waived. " },
    { cites: 1 },
    { text: " Not this [7]." },
  ]);
});

it("keeps list items together and paragraphs apart", () => {
  const groups = grouped(blocks("Which fee?\n- $15.00, April\n- $15.00, March\n\nTell me.", []));
  expect(groups.map((group) => group.map((block) => block.kind))).toEqual([["paragraph"], ["item", "item"], ["paragraph"]]);
});

it("leaves markup as the text that it is", () => {
  const text = '<img src=x onerror=alert(1)> [link](javascript:alert(1))';
  expect(blocks(text, [citation(1)])).toEqual([{ kind: "paragraph", spans: [{ text }] }]);
});

it("makes bold words stand out and drops the stars", () => {
  expect(blocks("Done: **Waive a fee** now", [])[0]?.spans).toEqual([
    { text: "Done: " },
    { text: "Waive a fee", strong: true },
    { text: " now" },
  ]);
});

it("tells beside a card what the card does not tell", () => {
  const text = "**Waive a fee**\n- Account: Cash Line\n- Fee: $32.00\n\nNothing has been changed yet.";
  expect(besideCards(text)).toBe("Nothing has been changed yet.");
  expect(besideCards("Done: **Waive a fee**\n- Fee: $32.00")).toBe("Done: **Waive a fee**");
});
