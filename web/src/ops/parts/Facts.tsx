/** Names and values in a list that reads as pairs. */
export function Facts(props: { facts: readonly (readonly [string, React.ReactNode])[] }): React.JSX.Element {
  return (
    <dl className="ops-facts">
      {props.facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
