import { SafeText } from "../../shared/SafeText";

/** What was said, drawn as the chat draws it. */
export function Said({ text, citations = [] }: { text: string; citations?: readonly { id: number }[] }): React.JSX.Element {
  return (
    <div className="ops-said">
      <SafeText text={text} citations={citations} />
    </div>
  );
}
