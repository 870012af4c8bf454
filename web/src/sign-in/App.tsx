import { useEffect, useState } from "react";
import { keep, type Session, session } from "../shared/session";
import { Development } from "./Development";
import { destination } from "./next";
import { Oidc } from "./Oidc";
import { type Configuration, configuration as ofService } from "../shared/step-up";
import { goSignOut, wantedBy } from "./oidc";
import { StepUp } from "./StepUp";
import { Trouble } from "./Trouble";
import "./sign-in.css";
import { pageOf, roleLabel, WORDS } from "./words";

const query = new URLSearchParams(location.search);
const wanted = wantedBy(query);

/** The page where people sign in: as a seeded person in development, at their organisation's issuer in production. */
export function App(): React.JSX.Element {
  const { configuration, trouble, retry } = useConfiguration();
  const leaving = query.has("out");
  const [current, setCurrent] = useState<Session | null>(() => (leaving ? null : session()));
  const [left, setLeft] = useState(leaving);

  async function leave(): Promise<void> {
    keep(null);
    setCurrent(null);
    setLeft(true);
    if (configuration?.mode === "oidc") await goSignOut(configuration);
  }
  useEffect(() => {
    if (!leaving || !configuration) return;
    history.replaceState(null, "", "/sign-in");
    void leave();
  }, [configuration]);

  return (
    <main className="si-page">
      <header>
        <h1>{WORDS.title}</h1>
      </header>
      {left && <p className="si-left" role="status">{WORDS.signedOut}</p>}
      {current && !wanted.tell && <Present current={current} leave={() => void leave()} />}
      {trouble && <Trouble title={WORDS.failed} says={trouble} retry={retry} />}
      {!trouble && !configuration && <p role="status">{WORDS.loading}</p>}
      {configuration?.mode === "development" && (
        <>
          {wanted.stepUp && current ? (
            <StepUp next={query.get("next")} role={current.role} />
          ) : (
            <>
              <Explanation />
              <Development next={query.get("next")} />
            </>
          )}
        </>
      )}
      {configuration?.mode === "oidc" && (
        <Oidc
          configuration={configuration}
          query={query}
          wanted={wanted}
          sent={wanted.tell !== null || (wanted.next !== null && (wanted.stepUp || !current))}
        />
      )}
    </main>
  );
}

function useConfiguration(): { configuration: Configuration | null; trouble: string | null; retry: () => void } {
  const [configuration, setConfiguration] = useState<Configuration | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    setTrouble(null);
    ofService()
      .then((found) => !gone && setConfiguration(found))
      .catch((error: unknown) => {
        if (!gone) setTrouble(error instanceof Error ? error.message : String(error));
      });
    return () => {
      gone = true;
    };
  }, [attempt]);
  return { configuration, trouble, retry: () => setAttempt((n) => n + 1) };
}

function Explanation(): React.JSX.Element {
  return (
    <>
      <p>{WORDS.lead}</p>
      <details className="si-explanation">
        <summary>{WORDS.explained}</summary>
        <p>{WORDS.explanation}</p>
        <p>{WORDS.stepUp}</p>
      </details>
    </>
  );
}

function Present({ current, leave }: { current: Session; leave: () => void }): React.JSX.Element {
  const to = destination(current.role, query.get("next"), location.origin);
  return (
    <section className="tw-card si-present" aria-label={WORDS.signedInAs}>
      <p>
        {WORDS.signedInAs} <strong>{current.name}</strong> ({roleLabel(current.role)}).
      </p>
      <div className="si-row">
        <a className="tw-button si-link" data-kind="primary" href={to}>
          {WORDS.goOn} {pageOf(current.role)}
        </a>
        <button type="button" className="tw-button" data-testid="sign-out" onClick={leave}>
          {WORDS.signOut}
        </button>
      </div>
    </section>
  );
}
