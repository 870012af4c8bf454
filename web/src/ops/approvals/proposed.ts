import { fact } from "../format";
import type { Line, Proposal } from "../types";

export interface Change {
  label: string;
  before: string;
  after: string;
}

/** Words of a line without its label: "Fee: $32.00" is "$32.00". */
export function valueOf(line: Line): string {
  const cut = line.words.indexOf(": ");
  return cut < 0 ? line.words : line.words.slice(cut + 2);
}

export function labelOfLine(line: Line): string {
  const cut = line.words.indexOf(": ");
  return cut < 0 ? line.words : line.words.slice(0, cut);
}

const isState = (line: Line): boolean => /_(before|after)$/.test(line.label);

/** A person by name, with the id that records carry; the id alone where no name is known. */
export function whoIs(id: string | null, name: string | null): string {
  return name ? `${name} (${id ?? ""})` : (id ?? "");
}

/** The sum that it is about: the first line of money that is no before or after. */
export function amountOf(proposal: Proposal): string | null {
  const line = amountLine(proposal);
  return line ? valueOf(line) : null;
}

function amountLine(proposal: Proposal): Line | undefined {
  return proposal.lines.find((one) => one.kind === "money" && !isState(one));
}

export function reasonOf(proposal: Proposal): string | null {
  const line = reasonLine(proposal);
  return line ? valueOf(line) : null;
}

function reasonLine(proposal: Proposal): Line | undefined {
  return proposal.lines.find((one) => one.label === "reason" || one.label === "why");
}

/** The other lines, as the maker agreed to them. */
export function detailsOf(proposal: Proposal): [string, string][] {
  const told = [reasonLine(proposal), amountLine(proposal)];
  return proposal.lines
    .filter((one) => !told.includes(one) && !isState(one))
    .map((one) => [labelOfLine(one), valueOf(one)]);
}

/** Before and after, by the account system's preview: every fact that either of them names. */
export function changesOf(proposal: Proposal): Change[] {
  const names = [...new Set([...Object.keys(proposal.before), ...Object.keys(proposal.after)])];
  return names.map((name) => {
    const before = fact(name, proposal.before[name]);
    return { label: before.label, before: before.value, after: fact(name, proposal.after[name]).value };
  });
}

/** Seconds until it expires; negative once it has. */
export function leftS(proposal: Proposal, now: number): number {
  return (Date.parse(proposal.expires_at) - now) / 1000;
}
