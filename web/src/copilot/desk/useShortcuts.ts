import { useEffect, useRef, useState } from "react";
import { shortcut } from "./shortcuts";

const KEPT = "tidewell.copilot.shortcuts";

/** Whether single-letter shortcuts are on; the agent's choice stays on this machine. */
export function useSwitch(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(KEPT) !== "off");
  return [
    on,
    (next) => {
      localStorage.setItem(KEPT, next ? "on" : "off");
      setOn(next);
    },
  ];
}

/** Listen for single keys as long as the component is there; the newest bindings count. */
export function useShortcuts(bindings: Record<string, () => void>, on: boolean): void {
  const held = useRef(bindings);
  useEffect(() => {
    held.current = bindings;
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat) return;
      const at = event.target instanceof HTMLElement ? event.target : document.body;
      const key = shortcut(
        {
          key: event.key,
          ctrlKey: event.ctrlKey,
          metaKey: event.metaKey,
          altKey: event.altKey,
          isComposing: event.isComposing,
          tag: at.tagName,
          editable: at.isContentEditable,
          inDialog: document.querySelector("dialog[open]") !== null,
        },
        on,
      );
      const act = key === null ? undefined : held.current[key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  }, [on]);
}
