import { useEffect, useId, useRef } from "react";
import { say } from "../words";

/** A modal dialog of the browser's own: it keeps the focus inside, Escape closes it, and the focus goes back. */
export function Modal({
  title,
  close,
  drawer = false,
  testId,
  children,
}: {
  title: string;
  close: () => void;
  drawer?: boolean;
  testId?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  const held = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = held.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={held}
      className={drawer ? "cp-dialog cp-drawer" : "cp-dialog"}
      aria-labelledby={id}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === held.current) close();
      }}
    >
      <div className="cp-dialog-in">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="cp-icon" aria-label={say("close")} onClick={close}>
            <span aria-hidden="true">×</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
