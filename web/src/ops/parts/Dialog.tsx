import { useEffect, useId, useRef } from "react";

interface Props {
  title: string;
  close: () => void;
  /** While something is being saved, Escape does not close it. */
  busy?: boolean;
  wide?: boolean;
  children: React.ReactNode;
}

/** A modal dialog by the browser's own: it keeps the focus inside and gives it back. */
export function Dialog({ title, close, busy = false, wide = false, children }: Props): React.JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="ops-dialog"
      data-wide={wide}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) close();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
