export function App(): React.JSX.Element {
  return <main>Sign in to Tidewell</main>;
}
