import { useEffect, useId, useRef } from "react";
import { useWords } from "../words/Words";
import { Icon } from "./Icon";

interface Given {
  title: string;
  close: () => void;
  testid?: string;
  kind?: "drawer" | "sheet";
  children: React.ReactNode;
}

/** A native modal dialog: the browser keeps the focus in it, closes it by Escape and gives the focus back. */
export function Dialog({ title, close, testid, kind = "sheet", children }: Given): React.JSX.Element {
  const words = useWords();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${kind}`}
      aria-labelledby={id}
      data-testid={testid}
      onClose={close}
      onClick={(event) => event.target === ref.current && close()}
    >
      <div className="inside">
        <header>
          <h2 id={id} tabIndex={-1} autoFocus>
            {title}
          </h2>
          <button type="button" className="tool" aria-label={words.close} data-testid="close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
