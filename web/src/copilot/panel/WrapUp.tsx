import { useState } from "react";
import { api } from "../api";
import { said } from "../desk/problems";
import { useVoice } from "../desk/tell";
import { time } from "../format";
import type { Note, Suggestion } from "../types";
import { say } from "../words";

/** The note of what was done, for colleagues: written by the assistant on request, edited and kept by the agent. */
export function WrapUp({
  id,
  mine,
  notes,
  noted,
}: {
  id: string;
  mine: boolean;
  notes: readonly Note[];
  noted: (note: Note) => void;
}): React.JSX.Element {
  const [text, setText] = useState("");
  const [from, setFrom] = useState<Suggestion | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const { tell } = useVoice();

  const run = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      await act();
    } catch (error) {
      setFailed(said(error));
    } finally {
      setBusy(false);
    }
  };
  const make = (): Promise<void> =>
    run(async () => {
      const made = await api.wrapUp(id);
      if (!made.text) {
        setFailed(made.empty_because);
        return;
      }
      setFrom(made);
      setText((before) => (before.trim() ? `${before.trimEnd()}\n\n${made.text}` : made.text));
    });
  const save = (): Promise<void> =>
    run(async () => {
      noted(await api.note(id, { text: text.trim(), ...(from ? { suggestion_id: from.suggestion_id } : {}) }));
      setText("");
      setFrom(null);
      tell(say("wrap.saved"));
    });

  return (
    <section className="cp-block" aria-labelledby="wrap-title" data-testid="wrap-up">
      <h3 id="wrap-title">{say("wrap.title")}</h3>
      <p className="cp-hint">{say("wrap.hint")}</p>
      {mine && (
        <div className="cp-form">
          <textarea
            className="tw-field"
            rows={11}
            aria-label={say("wrap.label")}
            value={text}
            maxLength={4000}
            data-testid="wrap-up-text"
            onChange={(event) => setText(event.target.value)}
          />
          {failed && (
            <p role="alert" className="cp-failed">
              {say("wrap.failed")} {failed}
            </p>
          )}
          <div className="cp-acts">
            <button type="button" className="tw-button" data-testid="wrap-up-make" disabled={busy} onClick={() => void make()}>
              {say(busy ? "wrap.busy" : "wrap.make")}
            </button>
            <button
              type="button"
              className="tw-button"
              data-kind="primary"
              data-testid="wrap-up-save"
              disabled={busy || text.trim() === ""}
              onClick={() => void save()}
            >
              {say("wrap.save")}
            </button>
          </div>
        </div>
      )}
      <h4>{say("wrap.notes")}</h4>
      {notes.length === 0 && <p className="cp-soft">{say("wrap.none")}</p>}
      <ul className="cp-list">
        {notes.map((note) => (
          <li key={note.note_id} className="cp-note" data-testid="note">
            {note.text}
            <small>
              {note.agent} · {time(note.made_at)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
