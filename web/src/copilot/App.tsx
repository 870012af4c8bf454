import { useEffect } from "react";
import "./desk.css";
import "./top.css";
import "./queue.css";
import "./talk.css";
import "./compose.css";
import "./panel.css";
import "./dialogs.css";
import { keep, session, signIn } from "../shared/session";
import { Desk } from "./desk/Desk";
import { me } from "./desk/me";
import { Voiced } from "./desk/tell";
import { plain } from "./format";
import { say } from "./words";

const SERVE: ReadonlySet<string> = new Set(["support_agent", "supervisor"]);

export function App(): React.JSX.Element {
  const current = session();
  useEffect(() => {
    if (!current) signIn();
  }, [current]);
  if (!current) return <main className="cp-alone" aria-busy="true" />;
  if (!SERVE.has(current.role)) return <NotHere name={current.name} role={current.role} />;
  return (
    <Voiced>
      <Desk me={me(current)} />
    </Voiced>
  );
}

function NotHere({ name, role }: { name: string; role: string }): React.JSX.Element {
  const other = (): void => {
    keep(null);
    signIn();
  };
  return (
    <main className="cp-alone">
      <div className="tw-card">
        <h1>{say("role.none")}</h1>
        <p>{say("role.why", { name, role: plain(role).toLowerCase() })}</p>
        <button type="button" className="tw-button" data-kind="primary" onClick={other}>
          {say("role.other")}
        </button>
      </div>
    </main>
  );
}
