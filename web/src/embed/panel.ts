import type { EmbedSettings } from "./settings";

/** The launcher and the panel around the chat. In a shadow root, so that the host page's styles stay outside. */
export interface Panel {
  element: HTMLElement;
  launcher: HTMLButtonElement;
  body: HTMLElement;
  show(open: boolean): void;
  fit(px: number): void;
  opened: () => boolean;
}

const STYLE = `
:host { all: initial; position: fixed; z-index: 2147483000; inset: auto 0 0 auto; color-scheme: light dark; }
:host([data-side="left"]) { inset: auto auto 0 0; }
* { box-sizing: border-box; font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
button { font-size: 1rem; min-height: 44px; min-width: 44px; border: 0; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--tw-focus, #1f5fd0); outline-offset: 2px; }
.launcher { display: flex; align-items: center; gap: 8px; margin: 16px; padding: 0 20px; border-radius: 24px;
  background: var(--tw-accent, #0b5f66); color: var(--tw-on-accent, #fff); box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
.panel { display: none; flex-direction: column; overflow: hidden; border-radius: var(--tw-radius, 12px);
  background: var(--tw-surface, Canvas); color: var(--tw-text, CanvasText); box-shadow: 0 8px 32px rgb(0 0 0 / 30%);
  position: fixed; bottom: 76px; right: 16px; width: min(400px, calc(100vw - 32px));
  height: min(var(--fit, 640px), calc(100dvh - 92px)); }
:host([data-side="left"]) .panel { right: auto; left: 16px; }
:host([data-open]) .panel { display: flex; }
.bar { display: flex; align-items: center; justify-content: space-between; padding-inline-start: 16px;
  background: var(--tw-accent, #0b5f66); color: var(--tw-on-accent, #fff); font-weight: 600; }
.bar button { background: transparent; color: inherit; font-size: 1.25rem; }
.bar button:focus-visible { outline-color: currentcolor; outline-offset: -4px; }
.body { flex: 1; min-height: 0; }
iframe { width: 100%; height: 100%; border: 0; display: block; }
@media (max-width: 480px) {
  .panel, :host([data-side="left"]) .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; }
  :host([data-open]) .launcher { display: none; }
}
`;
const BAR_PX = 44;
const LEAST_PX = 360;

export function panelOf(settings: EmbedSettings, toggled: (open: boolean) => void): Panel {
  const element = document.createElement("div");
  const root = element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  element.dataset["side"] = settings.side;
  element.lang = settings.language;
  for (const [name, value] of Object.entries(settings.variables)) element.style.setProperty(name, value);

  const body = made("div", "body");
  const close = made("button", "");
  close.type = "button";
  close.textContent = "\u00d7";
  close.setAttribute("aria-label", settings.close);
  const title = made("span", "");
  title.textContent = settings.title;
  const bar = made("div", "bar");
  bar.append(title, close);
  const panel = made("section", "panel");
  panel.id = "panel";
  panel.setAttribute("aria-label", settings.title);
  panel.append(bar, body);
  const launcher = made("button", "launcher");
  launcher.type = "button";
  launcher.textContent = settings.label;
  launcher.setAttribute("aria-expanded", "false");
  launcher.setAttribute("aria-controls", "panel");
  root.append(panel, launcher);

  const opened = (): boolean => element.dataset["open"] !== undefined;
  launcher.addEventListener("click", () => toggled(!opened()));
  close.addEventListener("click", () => toggled(false));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened()) toggled(false);
  });
  return {
    element,
    launcher,
    body,
    opened,
    show(open) {
      if (open) element.dataset["open"] = "";
      else delete element.dataset["open"];
      launcher.setAttribute("aria-expanded", String(open));
    },
    fit(px) {
      panel.style.setProperty("--fit", `${Math.max(LEAST_PX, Math.ceil(px)) + BAR_PX}px`);
    },
  };
}

function made<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  return element;
}
