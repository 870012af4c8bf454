/** What the script tag asks for by its `data-*` attributes (docs/embedding.md). */
export interface EmbedSettings {
  language: "en" | "es";
  open: boolean;
  side: "left" | "right";
  label: string;
  close: string;
  title: string;
  variables: Record<string, string>;
}

const WORDS = {
  en: { label: "Chat with us", close: "Close chat", title: "Tidewell assistant" },
  es: { label: "Chatee con nosotros", close: "Cerrar el chat", title: "Asistente de Tidewell" },
} as const;

/** `data-theme-accent-soft="#eee"` becomes `--tw-accent-soft: #eee`; a value that could end a declaration is left out. */
export function variablesOf(data: Record<string, string | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    if (!/^theme[A-Z]/.test(name) || value === undefined || !/^[^;{}<>\\@]{1,80}$/.test(value) || /url\s*\(/i.test(value)) continue;
    const words = name.slice("theme".length).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    found[`--tw${words}`] = value.trim();
  }
  return found;
}

export function settingsOf(data: Record<string, string | undefined>, pageLanguage: string): EmbedSettings {
  const wished = (data["lang"] ?? pageLanguage).toLowerCase();
  const language = wished.startsWith("es") ? "es" : "en";
  const words = WORDS[language];
  return {
    language,
    open: data["open"] === "" || data["open"] === "true",
    side: data["side"] === "left" ? "left" : "right",
    label: data["label"] ?? words.label,
    close: words.close,
    title: words.title,
    variables: variablesOf(data),
  };
}
