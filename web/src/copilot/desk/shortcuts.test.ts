import { describe, expect, it } from "vitest";
import { sends, shortcut, type Pressed } from "./shortcuts";

const key = (given: Partial<Pressed>): Pressed => ({
  key: "s",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  tag: "BODY",
  editable: false,
  inDialog: false,
  ...given,
});

describe("shortcut", () => {
  it("takes a single key, in either case", () => {
    expect(shortcut(key({}), true)).toBe("s");
    expect(shortcut(key({ key: "S" }), true)).toBe("s");
    expect(shortcut(key({ key: "/" }), true)).toBe("/");
  });

  it("takes nothing while it is switched off", () => expect(shortcut(key({}), false)).toBeNull());

  it.each<[string, Partial<Pressed>]>([
    ["in a text field", { tag: "TEXTAREA" }],
    ["in an input", { tag: "INPUT" }],
    ["in a list of choices", { tag: "SELECT" }],
    ["in what is editable", { editable: true }],
    ["in a dialog", { inDialog: true }],
    ["with Ctrl", { ctrlKey: true }],
    ["with Cmd", { metaKey: true }],
    ["with Alt", { altKey: true }],
    ["while an input method composes", { isComposing: true }],
    ["of a key that is no character", { key: "ArrowDown" }],
  ])("takes nothing %s", (_, given) => expect(shortcut(key(given), true)).toBeNull());
});

describe("sends", () => {
  const event = { key: "Enter", ctrlKey: false, metaKey: false, isComposing: false };
  it("sends with Ctrl or Cmd, and makes a line without", () => {
    expect(sends({ ...event, ctrlKey: true })).toBe(true);
    expect(sends({ ...event, metaKey: true })).toBe(true);
    expect(sends(event)).toBe(false);
  });
  it("does not send what an input method still composes", () =>
    expect(sends({ ...event, ctrlKey: true, isComposing: true })).toBe(false));
});
