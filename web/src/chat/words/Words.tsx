import { createContext, useContext, useEffect, useMemo, useState } from "react";
import type { Language } from "../figures/format";
import { en, type Words } from "./en";
import { es } from "./es";

const ALL: Record<Language, Words> = { en, es };
const KEY = "tidewell.language";

interface Spoken {
  language: Language;
  words: Words;
  speak: (language: Language) => void;
}
const Context = createContext<Spoken>({ language: "en", words: en, speak: () => {} });

export const wordsIn = (language: Language): Words => ALL[language];

/** The language that was chosen here before; the address's; the browser's. */
export function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? kept() ?? navigator.language;
  return asked.toLowerCase().startsWith("es") ? "es" : "en";
}

/** An embedded page may not be allowed storage; then the choice lasts as long as the page. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function WordsProvider(given: { first: Language; children: React.ReactNode }): React.JSX.Element {
  const [language, setLanguage] = useState(given.first);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = ALL[language].title;
  }, [language]);
  const spoken = useMemo<Spoken>(
    () => ({
      language,
      words: ALL[language],
      speak: (next) => {
        setLanguage(next);
        try {
          localStorage.setItem(KEY, next);
        } catch {
          // Kept for this page only.
        }
      },
    }),
    [language],
  );
  return <Context value={spoken}>{given.children}</Context>;
}

export const useWords = (): Words => useContext(Context).words;
export const useSpoken = (): Spoken => useContext(Context);
