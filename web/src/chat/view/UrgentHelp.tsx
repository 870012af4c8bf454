import { PHONES } from "../../shared/prose";
import { useWords } from "../words/Words";
import { Icon } from "./Icon";

/** Help that does not wait for us, large, before anything else. Only numbers of our own list become a call. */
export function UrgentHelp({ phone }: { phone: string | null }): React.JSX.Element {
  const words = useWords().handoff;
  const line = phone && PHONES.includes(phone) ? phone : null;
  return (
    <div role="group" className="urgent" aria-label={words.urgent} data-testid="urgent">
      <p className="large">{words.urgent}</p>
      {line === "988" ? <p>{words.crisis}</p> : line && <p>{words.line}</p>}
      <div className="row">
        {line === "988" ? (
          <>
            <Call href="tel:988" text={words.crisisCall} />
            <Call href="sms:988" text={words.crisisText} />
          </>
        ) : (
          line && <Call href={`tel:${line}`} text={words.call(line)} />
        )}
        <Call href="tel:911" text={words.emergencyCall} />
      </div>
      <p>{words.emergency}</p>
    </div>
  );
}

function Call({ href, text }: { href: string; text: string }): React.JSX.Element {
  return (
    <a className="tw-button call" href={href}>
      <Icon name="phone" />
      {text}
    </a>
  );
}
