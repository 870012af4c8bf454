import { useState } from "react";
import { HANDOFF_REASONS, labelOf, OUTCOMES, WORDS } from "../words";
import { type Filters, filtersOf, type Name } from "./filters";

const WORD = WORDS.conversations;

interface Props {
  filters: Filters;
  search: (filters: Filters) => void;
}

export function SearchForm({ filters, search }: Props): React.JSX.Element {
  const [draft, setDraft] = useState(filters);
  const wide = matchMedia("(min-width: 701px)").matches;
  const some = Object.entries(filters).some(([name, value]) => name !== "q" && value !== "");
  const field = (name: Name) => ({
    id: `f-${name}`,
    className: "tw-field",
    value: draft[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      setDraft({ ...draft, [name]: event.target.value }),
  });
  return (
    <form
      className="ops-filters tw-card"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(draft);
      }}
    >
      <Labelled id="f-q" label={WORD.words} wide>
        <input type="search" data-testid="conversation-search" autoComplete="off" {...field("q")} />
      </Labelled>
      <details className="ops-more-filters" open={wide || some}>
        <summary>{WORD.filters}</summary>
        <div className="ops-filters">
          <Labelled id="f-borrower" label={WORD.borrower}>
            <input type="search" autoComplete="off" {...field("borrower")} />
          </Labelled>
          <Labelled id="f-outcome" label={WORD.outcome}>
            <Choice {...field("outcome")} values={OUTCOMES} />
          </Labelled>
          <Labelled id="f-reason" label={WORD.reason}>
            <Choice {...field("reason")} values={HANDOFF_REASONS} />
          </Labelled>
          <Labelled id="f-from" label={WORD.from}>
            <input type="date" max={draft.to || undefined} {...field("from")} />
          </Labelled>
          <Labelled id="f-to" label={WORD.to}>
            <input type="date" min={draft.from || undefined} {...field("to")} />
          </Labelled>
        </div>
      </details>
      <div className="ops-row">
        <button type="submit" className="tw-button" data-kind="primary">
          {WORD.search}
        </button>
        <button type="button" className="tw-button" onClick={() => search(filtersOf(new URLSearchParams()))}>
          {WORD.clear}
        </button>
      </div>
    </form>
  );
}

function Labelled(props: { id: string; label: string; wide?: boolean; children: React.ReactNode }): React.JSX.Element {
  return (
    <div className="ops-field" data-wide={props.wide}>
      <label htmlFor={props.id}>{props.label}</label>
      {props.children}
    </div>
  );
}

type ChoiceProps = React.SelectHTMLAttributes<HTMLSelectElement> & { values: readonly string[] };

function Choice({ values, ...field }: ChoiceProps): React.JSX.Element {
  return (
    <select {...field}>
      <option value="">{WORD.any}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {labelOf(value)}
        </option>
      ))}
    </select>
  );
}
