import { useSpoken } from "../words/Words";
import { money } from "../figures/format";

export function Money({ cents }: { cents: number }): React.JSX.Element {
  const { language } = useSpoken();
  return <span className="money">{money(cents, language)}</span>;
}

/** A row of a definition list; nothing where there is no figure. */
export function Figure({ name, cents, strong }: { name: string; cents: number | null; strong?: boolean }): React.ReactNode {
  if (cents === null) return null;
  return (
    <div className={strong ? "figure strong" : "figure"}>
      <dt>{name}</dt>
      <dd>
        <Money cents={cents} />
      </dd>
    </div>
  );
}
