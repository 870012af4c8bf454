import type { Column } from "../desk/Columns";
import type { Me } from "../desk/me";
import type { BoardRow, Conversation } from "../types";
import { say } from "../words";
import { OpenWorkbench } from "./OpenWorkbench";

export interface WorkbenchProps {
  id: string | null;
  me: Me;
  /** How the board has it now: it still tells of what may no longer be opened. */
  row: BoardRow | null;
  /** What accepting it brought; the desk reads it once. */
  read: Conversation | null;
  accept: () => void;
  accepting: boolean;
  keysOn: boolean;
  show: (column: Column) => void;
  close: () => void;
  changed: () => void;
}

/** The conversation and the panel beside it; both are columns of the desk. */
export function Workbench(props: WorkbenchProps): React.JSX.Element {
  return props.id === null ? <Nothing /> : <OpenWorkbench {...props} id={props.id} />;
}

function Nothing(): React.JSX.Element {
  return (
    <>
      <section id="conversation" tabIndex={-1} className="cp-column cp-talk" aria-label={say("talk.title")}>
        <div className="cp-empty cp-middle" data-testid="no-conversation">
          <h2>{say("talk.none")}</h2>
          <p className="cp-soft">{say("talk.none.hint")}</p>
        </div>
      </section>
      <section className="cp-column cp-panel" aria-label={say("panel.title")}>
        <p className="cp-empty cp-middle cp-soft">{say("panel.none")}</p>
      </section>
    </>
  );
}
