export function App(): React.JSX.Element {
  return <main>Tidewell copilot</main>;
}
