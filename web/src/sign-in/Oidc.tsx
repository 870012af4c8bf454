import { useEffect, useState } from "react";
import { destination } from "./next";
import { type Configuration, finishSignIn, goSignIn, isWayBack, mayGoByItself, refusalIn, toldOf } from "./oidc";
import { Trouble } from "./Trouble";
import { WORDS } from "./words";

interface Props {
  configuration: Configuration;
  query: URLSearchParams;
  /** Whether the person was sent here to sign in and may be taken on without a press. */
  sent: boolean;
  /** Whether a second factor is asked of who is signed in. */
  stepUp: boolean;
}

type Step = "idle" | "going" | "back";

/** Sign-in at an organisation's own issuer (OpenID Connect, code and PKCE). */
export function Oidc({ configuration, query, sent, stepUp }: Props): React.JSX.Element {
  const back = isWayBack(query);
  const [step, setStep] = useState<Step>(back ? "back" : "idle");
  const [trouble, setTrouble] = useState<string | null>(() => refusalIn(query));
  const next = query.get("next");

  function go(): void {
    setStep("going");
    setTrouble(null);
    goSignIn(configuration, next, stepUp).catch((error: unknown) => {
      setStep("idle");
      setTrouble(toldOf(error));
    });
  }

  useEffect(() => {
    if (back) {
      const address = location.href;
      history.replaceState(null, "", "/sign-in");
      if (query.has("error")) setStep("idle");
      else arrive(configuration, address, (says) => {
        setStep("idle");
        setTrouble(says);
      });
    } else if (sent && mayGoByItself(Date.now())) go();
  }, []);

  if (step !== "idle") return <p role="status">{step === "going" ? WORDS.oidcGoing : WORDS.oidcBack}</p>;
  return (
    <>
      {trouble && <Trouble title={WORDS.failed} says={trouble} />}
      <p>{stepUp ? WORDS.stepUpOidc : WORDS.oidcLead}</p>
      <button type="button" className="tw-button" data-kind="primary" onClick={go}>
        {WORDS.oidcGo}
      </button>
    </>
  );
}

function arrive(configuration: Configuration, back: string, failed: (says: string) => void): void {
  finishSignIn(configuration, back)
    .then(({ role, next }) => location.replace(destination(role, next, location.origin)))
    .catch((error: unknown) => failed(error instanceof Error ? error.message : String(error)));
}
