import { describe, expect, it } from "vitest";
import { found, grouped, type Person } from "./people";

const person = (name: string, role: string, more: Partial<Person> = {}): Person => ({
  handle: name.toLowerCase().replace(" ", "-"),
  name,
  role,
  products: [],
  situation: [],
  ...more,
});
const MARIA = person("María Ortega", "borrower", { products: ["cash_line"], situation: ["dpd_30"], state: "TX" });
const LEN = person("Len Hughes", "borrower", { products: ["instalment_loan"], situation: ["current", "autopay_off"] });
const GRANT = person("Grant Whitfield", "supervisor");
const ALL = [LEN, MARIA, GRANT];

describe("found", () => {
  it.each([
    ["", [LEN, MARIA, GRANT]],
    ["  ", [LEN, MARIA, GRANT]],
    ["maria", [MARIA]],
    ["ORTEGA", [MARIA]],
    ["cash line 30 days", [MARIA]],
    ["dpd_30", [MARIA]],
    ["len-hughes", [LEN]],
    ["instalment autopay off", [LEN]],
    ["supervisor", [GRANT]],
    ["cash line autopay off", []],
  ])("finds for %j", (search, expected) => {
    expect(found(ALL, search)).toEqual(expected);
  });
});

describe("grouped", () => {
  it("puts staff first and borrowers after them", () => {
    expect(grouped(ALL).map((group) => group.role)).toEqual(["supervisor", "borrower"]);
    expect(grouped(ALL)[1]?.people).toEqual([LEN, MARIA]);
  });

  it("shows a role that it does not know", () => {
    const groups = grouped([person("Kim", "night_desk"), GRANT]);
    expect(groups.map((group) => group.label)).toEqual(["Supervisors", "Night desk"]);
  });
});
