import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { inline, parse, plain } from "../../shared/prose";
import { Rich } from "../text/Rich";

const CITATION = { id: 1, document: "POL-PAYOFF-01", version: 1, section: "s", title: "No penalty", effective_from: "2024-01-01", quote: "q" };
const html = (text: string): string => renderToStaticMarkup(<Rich text={text} citations={[CITATION]} cite={() => {}} />);

const ATTACKS = [
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "<svg/onload=alert(1)>",
  '<a href="https://evil.example">click</a>',
  "[click](https://evil.example)",
  "[click](javascript:alert(1))",
  "[click](tel:1-900-555-0000)",
  "![x](https://evil.example/x.png)",
  "<https://evil.example>",
  "https://evil.example/login",
  "javascript:alert(1)",
  "**<iframe src=//evil.example></iframe>**",
  "- <style>*{background:url(//evil.example)}</style>",
  "[1](https://evil.example)",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "\u202Etxet.elpmaxe.live//:sptth",
];

describe("what a model, a memo or a policy may put on the page", () => {
  it.each(ATTACKS)("%s stays text", (attack) => {
    const shown = html(attack);
    expect(shown).not.toMatch(/<(script|img|svg|iframe|style|object|embed|link|form|input)/i);
    expect(shown).not.toContain("<a ");
    expect(shown).not.toMatch(/<[^>]*\s(on\w+|href|src|style)=/i);
  });

  it("links no telephone number but ours and the emergency lines", () => {
    expect(html("Call 1-900-555-0000 now")).not.toContain("<a ");
    expect(html("Call 11-800-555-0142")).not.toContain("<a ");
    expect(html("Call 1-800-555-01421")).not.toContain("<a ");
    expect(html("Call 1-800-555-0142 now")).toContain('<a href="tel:1-800-555-0142">1-800-555-0142</a>');
  });

  it("makes a button of a number that has a source, and leaves another as it is", () => {
    const shown = html("It is free. [1] Others say so. [7]");
    expect(shown).toContain('data-testid="citation-1"');
    expect(shown).not.toContain('data-testid="citation-7"');
    expect(shown).toContain("[7]");
  });
});

describe("parse", () => {
  it("makes paragraphs, lists of two levels and bold", () => {
    expect(parse("**Done:** yes\n- one\n  - two\n\n- three\nafter")).toEqual([
      { kind: "paragraph", parts: [{ kind: "strong", parts: [{ kind: "text", text: "Done:" }] }, { kind: "text", text: " yes" }] },
      {
        kind: "list",
        ordered: false,
        items: [
          { parts: [{ kind: "text", text: "one" }], items: [{ parts: [{ kind: "text", text: "two" }], items: [] }] },
          { parts: [{ kind: "text", text: "three" }], items: [] },
        ],
      },
      { kind: "paragraph", parts: [{ kind: "text", text: "after" }] },
    ]);
  });

  it("keeps an amount with a minus at the beginning of a line as words", () => {
    expect(parse("-$165.31")).toEqual([{ kind: "paragraph", parts: [{ kind: "text", text: "-$165.31" }] }]);
  });

  it("takes stars that close nothing for stars", () => {
    expect(inline("2 ** 3 and **open", new Set())).toEqual([{ kind: "text", text: "2 ** 3 and **open" }]);
  });

  it("gives the words alone for copying and speaking", () => {
    expect(plain("**Move** the due date  \nto the 28th")).toBe("Move the due date\nto the 28th");
  });
});
