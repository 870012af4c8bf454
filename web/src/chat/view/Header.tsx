import { useSpoken } from "../words/Words";
import { useRoom } from "./Context";
import { Icon } from "./Icon";
import { useTheme } from "./theme";

export function Header(): React.JSX.Element {
  const { open } = useRoom();
  const { language, words, speak } = useSpoken();
  const theme = useTheme();
  return (
    <header className="top">
      <div className="brand">
        <h1>{words.title}</h1>
        <button type="button" className="ai" data-testid="about" onClick={() => open({ kind: "about" })}>
          <Icon name="spark" />
          {words.aiLabel}
        </button>
      </div>
      <nav aria-label={words.menu.open}>
        <Tool name={words.menu.history} testid="history" icon="history" onClick={() => open({ kind: "history" })} />
        <Tool name={words.menu.transcript} testid="transcript" icon="download" onClick={() => open({ kind: "transcript" })} />
        <Tool
          name={`${words.menu.theme}: ${words.theme[theme.theme]}`}
          testid="theme"
          icon="theme"
          onClick={theme.next}
        />
        <button
          type="button"
          className="tool"
          data-testid="language"
          lang={language === "en" ? "es" : "en"}
          onClick={() => speak(language === "en" ? "es" : "en")}
        >
          <span aria-hidden="true">{language === "en" ? "ES" : "EN"}</span>
          <span className="tw-hidden">{words.otherLanguage}</span>
        </button>
      </nav>
    </header>
  );
}

function Tool(given: {
  name: string;
  testid: string;
  icon: "history" | "download" | "theme";
  onClick: () => void;
}): React.JSX.Element {
  return (
    <button type="button" className="tool" data-testid={given.testid} aria-label={given.name} title={given.name} onClick={given.onClick}>
      <Icon name={given.icon} />
    </button>
  );
}
