import { expect, it } from "vitest";
import { besideCards } from "./prose";

it("tells beside a card what the card does not tell", () => {
  const text = "**Waive a fee**\n- Account: Cash Line\n- Fee: $32.00\n\nNothing has been changed yet.";
  expect(besideCards(text)).toBe("Nothing has been changed yet.");
  expect(besideCards("Done: **Waive a fee**\n- Fee: $32.00")).toBe("Done: **Waive a fee**");
});
