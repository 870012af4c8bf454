import { useEffect, useState } from "react";
import { destination } from "./next";
import type { Configuration } from "../shared/step-up";
import { finishSignIn, goSignIn, isWayBack, mayGoByItself, refusalIn, toldOf, type Wanted } from "./oidc";
import { Trouble } from "./Trouble";
import { WORDS } from "./words";

interface Props {
  configuration: Configuration;
  query: URLSearchParams;
  wanted: Wanted;
  /** Whether the person was sent here to sign in and may be taken on without a press. */
  sent: boolean;
}

type Step = "idle" | "going" | "back" | "told";
const SAYS = { going: WORDS.oidcGoing, back: WORDS.oidcBack, told: WORDS.oidcTold };

/** Sign-in at an organisation's own issuer (OpenID Connect, code and PKCE). */
export function Oidc({ configuration, query, wanted, sent }: Props): React.JSX.Element {
  const back = isWayBack(query);
  const [step, setStep] = useState<Step>(back ? "back" : "idle");
  const [trouble, setTrouble] = useState<string | null>(() => refusalIn(query));

  function go(): void {
    setStep("going");
    setTrouble(null);
    goSignIn(configuration, wanted).catch((error: unknown) => {
      setStep("idle");
      setTrouble(toldOf(error));
    });
  }

  function arrive(address: string): void {
    finishSignIn(configuration, address, wanted)
      .then(({ role, told }) => {
        if (!told) return location.replace(destination(role, wanted.next, location.origin));
        setStep("told");
        window.close();
      })
      .catch((error: unknown) => {
        setStep("idle");
        setTrouble(error instanceof Error ? error.message : String(error));
      });
  }

  useEffect(() => {
    if (back) {
      const address = location.href;
      history.replaceState(null, "", "/sign-in");
      if (query.has("error")) setStep("idle");
      else arrive(address);
    } else if (sent && (wanted.tell !== null || mayGoByItself(Date.now()))) go();
  }, []);

  if (step !== "idle") return <p role="status">{SAYS[step]}</p>;
  return (
    <>
      {trouble && <Trouble title={WORDS.failed} says={trouble} />}
      <p>{wanted.stepUp ? WORDS.stepUpOidc : WORDS.oidcLead}</p>
      <button type="button" className="tw-button" data-kind="primary" onClick={go}>
        {WORDS.oidcGo}
      </button>
    </>
  );
}
