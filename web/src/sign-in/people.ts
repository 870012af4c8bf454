import { labelOf, ROLES, roleLabel } from "./words";

/** A seeded person, as GET /v1/development/people lists them. */
export interface Person {
  handle: string;
  name: string;
  role: string;
  products: string[];
  situation: string[];
  state?: string | null;
  language?: string;
}

export interface Group {
  role: string;
  label: string;
  people: Person[];
}

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[_-]+/g, " ");

/** Everything about a person that a search looks through: the words on the page, and the tags behind them. */
export function searchable(person: Person): string {
  const tags = [...person.products, ...person.situation];
  const words = [person.name, person.handle, roleLabel(person.role), ...tags, ...tags.map(labelOf)];
  if (person.state) words.push(person.state);
  return plain(words.join(" "));
}

/** Those in whom every word of the search is found, in the order given. */
export function found(people: readonly Person[], search: string): Person[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...people];
  return people.filter((person) => {
    const text = searchable(person);
    return words.every((word) => text.includes(word));
  });
}

/** By role, staff first, borrowers last (they are many); a role that the page does not know comes after the known ones. */
export function grouped(people: readonly Person[]): Group[] {
  const known = ROLES.map((entry) => entry.role);
  const other = [...new Set(people.map((person) => person.role))].filter((role) => !known.includes(role)).sort();
  return [...known, ...other]
    .map((role) => ({ role, label: roleLabel(role, true), people: people.filter((person) => person.role === role) }))
    .filter((group) => group.people.length > 0);
}
