import { say, type Word } from "../words";
import { Modal } from "./Modal";

const LETTERS: readonly [string, Word][] = [
  ["J", "keys.next"],
  ["K", "keys.previous"],
  ["A", "keys.accept"],
  ["S", "keys.suggest"],
  ["I", "keys.insert"],
  ["C", "keys.write"],
  ["R", "keys.return"],
  ["/", "keys.search"],
  ["1 – 4", "keys.panel"],
  ["?", "keys.help"],
];
const ALWAYS: readonly [string, Word][] = [
  ["Enter", "keys.enter"],
  ["Ctrl/Cmd Enter", "keys.send"],
  ["Esc", "keys.leave"],
];

export function ShortcutsDialog({
  on,
  setOn,
  close,
}: {
  on: boolean;
  setOn: (on: boolean) => void;
  close: () => void;
}): React.JSX.Element {
  return (
    <Modal title={say("keys.title")} close={close} testId="shortcuts-dialog">
      <label className="cp-check">
        <input type="checkbox" checked={on} onChange={(event) => setOn(event.target.checked)} />
        {say("keys.on")}
      </label>
      <p className="cp-soft">{say("keys.hint")}</p>
      <List keys={LETTERS} dim={!on} />
      <List keys={ALWAYS} dim={false} />
    </Modal>
  );
}

function List({ keys, dim }: { keys: readonly [string, Word][]; dim: boolean }): React.JSX.Element {
  return (
    <dl className="cp-keys" data-off={dim || undefined}>
      {keys.map(([key, word]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{say(word)}</dd>
        </div>
      ))}
    </dl>
  );
}
