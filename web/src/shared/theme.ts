/** Light or dark: as the device says, unless the person has chosen otherwise in this browser. */
const KEY = "tidewell.theme";

export type Theme = "light" | "dark";

export function theme(): Theme {
  const set = document.documentElement.dataset["theme"];
  if (set === "dark" || set === "light") return set;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function chooseTheme(next: Theme): void {
  document.documentElement.dataset["theme"] = next;
  localStorage.setItem(KEY, next);
}

/** Before anything is drawn: what was chosen earlier. */
export function keptTheme(): void {
  const kept = localStorage.getItem(KEY);
  if (kept === "dark" || kept === "light") document.documentElement.dataset["theme"] = kept;
}
