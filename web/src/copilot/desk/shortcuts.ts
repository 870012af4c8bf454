/** A key as pages compare it: letters in lower case, `?` and `/` as themselves; null where it is not ours to take. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** Tag of what has the focus, in capitals, and whether it is editable otherwise. */
  tag: string;
  editable: boolean;
  inDialog: boolean;
}

const FIELDS: ReadonlySet<string> = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/**
 * The shortcut that a key press means, or null. Single letters count only outside of fields and dialogs, without a
 * modifier, and only while they are switched on (WCAG 2.1.4).
 */
export function shortcut(pressed: Pressed, on: boolean): string | null {
  if (!on || pressed.isComposing || pressed.inDialog) return null;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (pressed.editable || FIELDS.has(pressed.tag)) return null;
  return pressed.key.length === 1 ? pressed.key.toLowerCase() : null;
}

/** Whether a key press in the message field sends: Ctrl or Cmd with Enter, not while an input method composes. */
export function sends(event: { key: string; ctrlKey: boolean; metaKey: boolean; isComposing: boolean }): boolean {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
}
