import { describe, expect, it } from "vitest";
import type { Suggestion } from "../types";
import { changed, distance, EMPTY, inserted, typed } from "./tracking";

const suggestion = (id: string, text: string): Suggestion => ({
  suggestion_id: id,
  kind: "reply",
  text,
  citations: [],
  language: "en",
  model: "local",
  warnings: [],
  empty_because: null,
});

describe("distance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["same", "same", 0],
    ["abc", "", 3],
  ])("%j to %j is %i", (a, b, apart) => expect(distance(a, b)).toBe(apart));
});

describe("inserted", () => {
  it("fills an empty draft and is unchanged until something is typed", () => {
    const draft = inserted(EMPTY, suggestion("a", "Your fee is $15."), null);
    expect(draft.text).toBe("Your fee is $15.");
    expect(changed(draft)).toEqual({ distance: 0, share: 0 });
    const edited = typed(draft, "Your fee is $15.00.");
    expect(changed(edited)).toEqual({ distance: 3, share: 3 / 19 });
  });

  it("goes after words of the agent's own instead of over them", () => {
    const draft = inserted(typed(EMPTY, "Hello Andre,"), suggestion("a", "Your fee is $15."), null);
    expect(draft.text).toBe("Hello Andre,\n\nYour fee is $15.");
  });

  it("takes the place of what it was rewritten from, and remembers the first suggestion", () => {
    const first = inserted(EMPTY, suggestion("a", "A long reply."), null);
    const second = inserted(first, suggestion("b", "Short."), "A long reply.");
    expect(second.text).toBe("Short.");
    expect(second.from?.id).toBe("b");
    expect(second.before).toEqual(["a"]);
  });

  it("remembers once what it was rewritten from, inserted before or not", () => {
    expect(inserted(EMPTY, suggestion("b", "Short."), "A long reply.", ["a"]).before).toEqual(["a"]);
    const first = inserted(EMPTY, suggestion("a", "A long reply."), null);
    expect(inserted(first, suggestion("b", "Short."), "A long reply.", ["a"]).before).toEqual(["a"]);
  });

  it("can be taken back once", () => {
    const own = typed(EMPTY, "Mine");
    const draft = inserted(own, suggestion("a", "Theirs"), null);
    expect(draft.undo).toEqual({ ...own, undo: null });
  });
});

it("inserts the words without references, which open for the agent only", () => {
  const citation = { id: 1, document: "POL-FEE-03", version: 2, section: "s", title: "", effective_from: "", quote: "" };
  const cited = { ...suggestion("a", "One fee may be waived. [1] See box [2]."), citations: [citation] };
  const draft = inserted(EMPTY, cited, null);
  expect(draft.text).toBe("One fee may be waived. See box [2].");
  expect(changed(draft)?.distance).toBe(0);
});

describe("typed", () => {
  it("lets go of the suggestion when the draft is emptied", () => {
    const draft = inserted(EMPTY, suggestion("a", "Text"), null);
    expect(typed(draft, "  ").from).toBeNull();
    expect(changed(typed(typed(draft, ""), "My own"))).toBeNull();
  });
});
