import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { SafeText } from "./SafeText";

const html = (text: string, cite?: (number: number) => React.ReactNode): string =>
  renderToStaticMarkup(<SafeText text={text} citations={[{ id: 1 }]} {...(cite ? { cite } : {})} />);

it("draws bold words, lists and known sources, and no stars", () => {
  expect(html("Done: **Move the due date**\n- New day: **12**\n\nSee [1], not [7].")).toBe(
    "<p>Done: <strong>Move the due date</strong></p><ul><li>New day: <strong>12</strong></li></ul>" +
      "<p>See <sup>[1]</sup>, not [7].</p>",
  );
  expect(html("1. First\n2. Second [1]", (number) => <button type="button">{number}</button>)).toBe(
    '<ol><li>First</li><li>Second <button type="button">1</button></li></ol>',
  );
});

it.each([
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "[click](javascript:alert(1))",
  "**<iframe src=//evil.example></iframe>**",
])("leaves %s as the text that it is", (attack) => {
  expect(html(attack)).not.toMatch(/<(?!\/?(p|strong|ul|li)>)/);
});
