import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { Chat } from "./conversation/chat";
import { embed } from "./embedding";
import { Announcer, Banners } from "./view/Banners";
import { type Panel, type Room, RoomContext, useChat } from "./view/Context";
import { Header } from "./view/Header";
import { Runtime } from "./view/Runtime";
import { Thread } from "./view/Thread";
import { firstLanguage, useSpoken, WordsProvider, wordsIn } from "./words/Words";

const About = lazy(() => import("./panels/About"));
const History = lazy(() => import("./panels/History"));
const Source = lazy(() => import("./panels/Source"));
const StepUp = lazy(() => import("./panels/StepUp"));
const Transcript = lazy(() => import("./panels/Transcript"));

const language = firstLanguage();
const chat = new Chat(wordsIn(language));

export function App(): React.JSX.Element {
  return (
    <WordsProvider first={language}>
      <Page />
    </WordsProvider>
  );
}

function Page(): React.JSX.Element {
  const [panel, setPanel] = useState<Panel | null>(null);
  const room = useMemo<Room>(() => ({ chat, open: setPanel }), []);
  const close = useCallback(() => setPanel(null), []);
  useBeginning();
  return (
    <RoomContext value={room}>
      <div className="page">
        <Skip />
        <Header />
        <Banners />
        <main>
          <Runtime>
            <Thread />
          </Runtime>
        </main>
        <Announcer />
        <Suspense fallback={null}>
          {panel && <Over panel={panel} close={close} />}
          <Code />
        </Suspense>
      </div>
    </RoomContext>
  );
}

function Skip(): React.JSX.Element {
  const { words } = useSpoken();
  return (
    <a className="skip" href="#composer" onClick={(event) => (event.preventDefault(), document.getElementById("composer")?.focus())}>
      {words.skip}
    </a>
  );
}

/** Read the conversation once, follow the network, and speak the page's language to what is not drawn by React. */
function useBeginning(): void {
  const { language: spoken, words } = useSpoken();
  useEffect(() => {
    chat.words = words;
    void chat.readStarters(spoken);
  }, [spoken, words]);
  useEffect(() => {
    void chat.start();
    const wake = (): void => {
      chat.store.set({ online: navigator.onLine });
      if (navigator.onLine && document.visibilityState === "visible") void chat.sync();
    };
    wake();
    const events = ["online", "offline", "focus", "visibilitychange"];
    for (const name of events) addEventListener(name, wake);
    const left = embed(() => void restart());
    return () => {
      left();
      for (const name of events) removeEventListener(name, wake);
    };
  }, []);
}

/** Somebody signed in or out while the page was open: nothing of before stays. */
async function restart(): Promise<void> {
  const going = chat.state.signInNeeded ? chat.state.threadId : null;
  if (going) await chat.open(going);
  else chat.fresh();
  await chat.readStarters(chat.words.language === "Español" ? "es" : "en");
}

function Over({ panel, close }: { panel: Panel; close: () => void }): React.JSX.Element {
  switch (panel.kind) {
    case "about":
      return <About close={close} />;
    case "history":
      return <History close={close} />;
    case "transcript":
      return <Transcript close={close} />;
    case "citation":
      return <Source citation={panel.citation} close={close} />;
  }
}

function Code(): React.ReactNode {
  return useChat((state) => state.stepUpFor) ? <StepUp /> : null;
}
