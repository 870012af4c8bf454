import type { Person } from "./people";
import { labelOf, roleLabel, WORDS } from "./words";

interface Props {
  person: Person;
  busy: boolean;
  disabled: boolean;
  enter: (person: Person) => void;
}

/** One person: signing in as them is one press. Disabled by aria, so that the focus stays where it was. */
export function PersonButton({ person, busy, disabled, enter }: Props): React.JSX.Element {
  const products = person.products.map(labelOf).join(", ");
  return (
    <button
      type="button"
      className="si-person"
      data-testid="person"
      data-handle={person.handle}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) enter(person);
      }}
    >
      <span className="si-name">{person.name}</span>
      <span className="si-soft">{busy ? WORDS.signingIn : products || roleLabel(person.role)}</span>
      {person.situation.length > 0 && (
        <span className="si-tags">
          {person.situation.map((tag) => (
            <span key={tag} className="si-tag">
              {labelOf(tag)}
            </span>
          ))}
        </span>
      )}
    </button>
  );
}
