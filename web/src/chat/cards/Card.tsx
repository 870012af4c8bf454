import { useId } from "react";

/** The frame of everything that is drawn from a tool's result. */
export function Card(given: {
  title: string;
  about?: string | null;
  note?: string | null;
  children: React.ReactNode;
}): React.JSX.Element {
  const id = useId();
  return (
    <article className="card" aria-labelledby={id}>
      <header>
        <h3 id={id}>
          {given.title}
          {given.about && <span className="about">{given.about}</span>}
        </h3>
        {given.note && <p className="note">{given.note}</p>}
      </header>
      {given.children}
    </article>
  );
}

/** Colours with their names beside them: no figure is told by colour alone. */
export function Key({ names }: { names: readonly { name: string; tone: string }[] }): React.JSX.Element {
  return (
    <ul className="key">
      {names.map(({ name, tone }) => (
        <li key={tone}>
          <span className="swatch" data-tone={tone} />
          {name}
        </li>
      ))}
    </ul>
  );
}
