export function App(): React.JSX.Element {
  return <main>Tidewell assistant</main>;
}
