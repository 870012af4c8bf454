import { session, signIn } from "../../shared/session";
import { askHostToSignIn, isEmbedded } from "../embedding";
import { useWords } from "../words/Words";
import { useChat, useRoom } from "./Context";

/** In a host's page the host signs its person in; here our own sign-in does. */
export const goSignIn = (): void => (isEmbedded() ? askHostToSignIn() : signIn());

export function Banners(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const online = useChat((state) => state.online);
  const connected = useChat((state) => state.connected);
  const trouble = useChat((state) => state.trouble);
  const needed = useChat((state) => state.signInNeeded);
  return (
    <div className="banners" role="status">
      {!online && <p className="banner" data-tone="warn" data-testid="offline">{words.offline}</p>}
      {online && !connected && <p className="banner" data-tone="soft">{words.reconnecting}</p>}
      {needed && session() && (
        <p className="banner" data-tone="warn">
          {words.signInNeeded}
          <button type="button" className="tw-button" onClick={goSignIn}>
            {words.signIn}
          </button>
        </p>
      )}
      {trouble && (
        <p className="banner" data-tone="danger">
          {trouble}
          <button type="button" className="tw-button" onClick={() => chat.store.set({ trouble: null })}>
            {words.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}

/** Whole messages for a screen reader, each once. */
export function Announcer(): React.JSX.Element {
  const said = useChat((state) => state.said);
  return (
    <div className="tw-hidden" role="log" aria-live="polite" data-testid="announcer">
      <p key={said.n}>{said.words}</p>
    </div>
  );
}
