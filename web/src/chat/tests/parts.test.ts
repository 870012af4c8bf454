import { describe, expect, it } from "vitest";
import { accountsOf, cents } from "../cards/shape";
import { fromHost, safeVariables } from "../embedding";
import { around } from "../panels/quoted";
import { minutesLeft } from "../view/Countdown";
import { laid, shared } from "../view/pairs";
import { en } from "../words/en";
import { es } from "../words/es";
import { proposal } from "./made";

describe("a proposal's lines", () => {
  it("sets before and after side by side, and the rest as facts", () => {
    expect(laid(proposal().lines)).toEqual({
      facts: [{ label: "Account", value: "Instalment loan ending in 2788", key: "account" }],
      changes: [{ label: "Due day", before: "21st of each month", after: "28th of each month" }],
    });
  });

  it("keeps a before that has no after as a fact", () => {
    const lines = [{ label: "phone_before", kind: "text", value: "x", words: "Phone until now: x" }];
    expect(laid(lines).facts).toHaveLength(1);
  });

  it.each([
    ["Available credit now", "Available credit then", "Available credit"],
    ["Due day until now", "New due day", "Due day"],
    ["Crédito disponible ahora", "Crédito disponible después", "Crédito disponible"],
    ["Autopay until now", "What it pays", "What it pays"],
  ])("%s and %s are %s", (before, after, label) => {
    expect(shared(before, after)).toBe(label);
  });

  it("counts whole minutes and never below none", () => {
    const at = Date.parse("2026-05-15T10:58:30Z");
    expect(minutesLeft("2026-05-15T11:00:00Z", at)).toBe(2);
    expect(minutesLeft("2026-05-15T10:00:00Z", at)).toBe(0);
  });
});

describe("the quoted sentence", () => {
  it("is found over line ends and with signs of its own", () => {
    expect(around("First. The fee (late) is\n$15.00. Last.", "The fee (late) is $15.00.")).toEqual({
      before: "First. ",
      quote: "The fee (late) is\n$15.00.",
      after: " Last.",
    });
  });
  it.each([
    ["text", "other"],
    ["text", ""],
    ["The fee is $15.00", "The fee is $15x00"],
  ])("is not claimed where it does not stand (%s / %s)", (text, quote) => {
    expect(around(text, quote)).toBeNull();
  });
});

describe("a host's messages", () => {
  it("takes our variables and nothing that fetches or breaks out", () => {
    const asked = {
      "--tw-accent": "#5b2a86",
      "--other": "red",
      "--tw-ground": "url(https://evil.example)",
      "--tw-line": "red; position: fixed",
      "--tw-text": "image-set('x')",
      "--tw-font": 4,
    };
    expect(safeVariables(asked)).toEqual({ "--tw-accent": "#5b2a86" });
  });
  it.each([null, "x", {}, { type: "tidewell:session" }, { type: "tidewell:session", token: 5 }, { type: "other", token: "t" }])(
    "does not believe %j",
    (data) => expect(fromHost(data)).toBeNull(),
  );
  it("takes a token, and its end", () => {
    expect(fromHost({ type: "tidewell:session", token: "t" })).toEqual({ type: "tidewell:session", token: "t" });
    expect(fromHost({ type: "tidewell:session", token: null })).toEqual({ type: "tidewell:session", token: null });
  });
});

describe("tool results", () => {
  it("puts the results about one account together, and draws no figure that is none", () => {
    const call = (name: string, account: Record<string, string | number>) => ({ name, arguments: {}, result: { as_of: "2026-05-15", accounts: [account] } });
    const found = accountsOf(
      [call("get_balance", { account_id: "A", current_balance_cents: 5 }), call("get_amount_due", { account_id: "A", total_due_cents: 7 }), call("other", { account_id: "B" })],
      ["get_balance", "get_amount_due"],
    );
    expect(found).toEqual([{ account_id: "A", current_balance_cents: 5, total_due_cents: 7, as_of: "2026-05-15" }]);
    expect(cents({ a: "5", b: 5.5, c: null }, "a")).toBeNull();
    expect(cents({ b: 5.5 }, "b")).toBeNull();
  });
});

describe("the dictionaries", () => {
  const words = (of: unknown, path = ""): string[] =>
    typeof of === "object" && of !== null && !Array.isArray(of)
      ? Object.entries(of).flatMap(([key, value]) => words(value, `${path}.${key}`))
      : [`${path}:${Array.isArray(of) ? of.length : typeof of}`];
  it("have the same keys", () => {
    expect(words(es)).toEqual(words(en));
  });
});
