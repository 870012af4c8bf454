import { useCallback, useState } from "react";

export type Theme = "system" | "light" | "dark";
const ORDER: readonly Theme[] = ["system", "light", "dark"];
const KEY = "tidewell.theme";

function kept(): Theme {
  try {
    const found = localStorage.getItem(KEY);
    return ORDER.find((theme) => theme === found) ?? "system";
  } catch {
    return "system";
  }
}

/** Put the theme on the document; theme.css does the rest. */
export function wear(theme: Theme = kept()): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function useTheme(): { theme: Theme; next: () => void } {
  const [theme, setTheme] = useState<Theme>(kept);
  const next = useCallback(() => {
    const following = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system";
    wear(following);
    setTheme(following);
    try {
      localStorage.setItem(KEY, following);
    } catch {
      // Storage is not allowed here (an embedded page, say): the choice lasts as long as the page.
    }
  }, [theme]);
  return { theme, next };
}
