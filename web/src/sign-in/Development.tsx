import { useEffect, useMemo, useRef, useState } from "react";
import { ask, Problem } from "../shared/http";
import { keep } from "../shared/session";
import { destination } from "./next";
import { found, type Group, grouped, type Person } from "./people";
import { PersonButton } from "./PersonButton";
import { Trouble } from "./Trouble";
import { pageOf, WORDS } from "./words";

const FIRST = 24;

/** Everybody who can be signed in as on a development system. */
export function Development({ next }: { next: string | null }): React.JSX.Element {
  const { people, trouble, retry } = usePeople();
  const [search, setSearch] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => (people ? grouped(found(people, search)) : []), [people, search]);
  const count = shown.reduce((sum, group) => sum + group.people.length, 0);

  async function enter(person: Person): Promise<void> {
    setBusy(person.handle);
    setRefused(null);
    try {
      const { token } = await ask<{ token: string }>("POST", "/v1/development/sign-in", { handle: person.handle });
      keep({ token, name: person.name, role: person.role, handle: person.handle });
      location.assign(destination(person.role, next, location.origin));
    } catch (error) {
      setBusy(null);
      setRefused(error instanceof Problem ? error.message : String(error));
    }
  }

  if (trouble) return <Trouble title={WORDS.failed} says={trouble} retry={retry} />;
  if (!people) return <p role="status">{WORDS.loading}</p>;
  return (
    <>
      <Search value={search} change={setSearch} first={() => focusPerson(list.current, 0)} />
      <p id="si-hint" className="si-soft">
        {WORDS.searchHint}
      </p>
      <p className="si-soft" role="status">
        {count === 0 ? WORDS.none : search.trim() ? `${count} of ${people.length} people match.` : `${count} people.`}
      </p>
      {refused && <Trouble title={WORDS.failed} says={refused} />}
      <div ref={list} className="si-groups" onKeyDown={(event) => arrow(event, list.current)}>
        {shown.map((group) => (
          <Section key={group.role} group={group} all={search.trim() !== ""} busy={busy} enter={enter} />
        ))}
      </div>
    </>
  );
}

function usePeople(): { people: Person[] | null; trouble: string | null; retry: () => void } {
  const [people, setPeople] = useState<Person[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setTrouble(null);
    ask<{ people: Person[] }>("GET", "/v1/development/people", undefined, stop.signal)
      .then((answer) => setPeople(answer.people))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setTrouble(error instanceof Error ? error.message : String(error));
      });
    return () => stop.abort();
  }, [attempt]);
  return { people, trouble, retry: () => setAttempt((n) => n + 1) };
}

function Search(props: { value: string; change: (to: string) => void; first: () => void }): React.JSX.Element {
  return (
    <form
      className="si-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        props.first();
      }}
    >
      <label htmlFor="si-search">{WORDS.search}</label>
      <input
        id="si-search"
        className="tw-field"
        type="search"
        data-testid="sign-in-search"
        autoComplete="off"
        spellCheck={false}
        aria-describedby="si-hint"
        value={props.value}
        onChange={(event) => props.change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          props.first();
        }}
      />
    </form>
  );
}

interface SectionProps {
  group: Group;
  /** Whether all of the group are shown: a search has narrowed it already. */
  all: boolean;
  busy: string | null;
  enter: (person: Person) => void;
}

function Section({ group, all, busy, enter }: SectionProps): React.JSX.Element {
  const [wide, setWide] = useState(false);
  const whole = all || wide || group.people.length <= FIRST;
  const heading = `si-${group.role}`;
  return (
    <section aria-labelledby={heading} className="si-group" data-wide={group.people.length > FIRST || all}>
      <h2 id={heading}>
        {group.label} <span className="si-soft">({group.people.length})</span>
        <span className="si-opens">
          {WORDS.opens} {pageOf(group.role)}
        </span>
      </h2>
      <ul className="si-people">
        {(whole ? group.people : group.people.slice(0, FIRST)).map((person) => (
          <li key={person.handle}>
            <PersonButton person={person} busy={busy === person.handle} disabled={busy !== null} enter={enter} />
          </li>
        ))}
      </ul>
      {!all && group.people.length > FIRST && (
        <button type="button" className="tw-button" aria-expanded={wide} onClick={() => setWide(!wide)}>
          {wide ? WORDS.less : `${WORDS.more} ${group.people.length} ${group.label.toLowerCase()}`}
        </button>
      )}
    </section>
  );
}

function persons(list: HTMLElement | null): HTMLButtonElement[] {
  return list ? [...list.querySelectorAll<HTMLButtonElement>("button[data-testid=person]")] : [];
}

function focusPerson(list: HTMLElement | null, index: number): void {
  persons(list)[index]?.focus();
}

/** Arrow keys go through the people, besides Tab; up from the first is the search field again. */
function arrow(event: React.KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = persons(list).findIndex((button) => button === document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  if (at + step < 0) document.getElementById("si-search")?.focus();
  else focusPerson(list, at + step);
}
