import { describe, expect, it } from "vitest";
import { settingsOf, variablesOf } from "./settings";

describe("the attributes of the script tag", () => {
  it("name theme variables", () => {
    expect(variablesOf({ themeAccent: "#123456", themeAccentSoft: " #eee ", lang: "es" })).toEqual({
      "--tw-accent": "#123456",
      "--tw-accent-soft": "#eee",
    });
  });

  it.each(["red; background: url(//evil)", "url(https://evil.example)", "</style>", "a{b}", ""])("cannot smuggle %s", (value) => {
    expect(variablesOf({ themeAccent: value })).toEqual({});
  });

  it("take the page's language where none is given", () => {
    expect(settingsOf({}, "es-US").language).toBe("es");
    expect(settingsOf({ lang: "en" }, "es").label).toBe("Chat with us");
    expect(settingsOf({}, "fr").language).toBe("en");
  });

  it("open by themselves only where asked", () => {
    expect(settingsOf({ open: "true" }, "en").open).toBe(true);
    expect(settingsOf({ open: "false" }, "en").open).toBe(false);
    expect(settingsOf({}, "en").open).toBe(false);
  });
});
