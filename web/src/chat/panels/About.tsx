import { Dialog } from "../view/Dialog";
import { useWords } from "../words/Words";

export default function About({ close }: { close: () => void }): React.JSX.Element {
  const words = useWords().about;
  return (
    <Dialog title={words.title} close={close} testid="about-panel">
      <p>{words.what}</p>
      <h3>{words.can}</h3>
      <ul>
        {words.canList.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3>{words.cannot}</h3>
      <ul>
        {words.cannotList.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="note">{words.mistakes}</p>
    </Dialog>
  );
}
