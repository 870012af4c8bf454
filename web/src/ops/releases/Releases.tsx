export function Releases(): React.JSX.Element {
  return <h1 tabIndex={-1}>Prompt releases</h1>;
}
