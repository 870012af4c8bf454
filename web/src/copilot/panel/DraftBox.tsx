import { useEffect, useRef, useState } from "react";
import { Cited } from "../conversation/Cited";
import type { Citation } from "../types";
import { named, say } from "../words";
import { ProposalCard } from "./ProposalCard";
import type { Run } from "./run";
import { useSideThread, type Said } from "./useSideThread";

/** The agent asks, the assistant prepares a proposal; the agent confirms, a supervisor approves where it must be. */
export function DraftBox({
  id,
  asked,
  settled,
  cite,
}: {
  id: string;
  /** A sentence of a next best action, sent when it comes. */
  asked: { text: string; n: number } | null;
  /** Something was carried out: what is shown of the accounts is old. */
  settled: () => void;
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  const side = useSideThread(id);
  const { thread, said, run, failed, proposals, ask } = side;
  const [text, setText] = useState("");
  const taken = useRef(asked?.n ?? 0);
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!asked || asked.n === taken.current || !thread || run) return;
    taken.current = asked.n;
    void ask(asked.text);
  }, [ask, asked, run, thread]);
  const done = proposals.filter((proposal) => proposal.state === "done").length;
  const known = useRef<number | null>(null);
  useEffect(() => {
    if (!thread) return;
    if (known.current !== null && done > known.current) settled();
    known.current = done;
  }, [done, settled, thread]);
  const begun = useRef(false);
  useEffect(() => {
    begun.current ||= run !== null;
    if (begun.current) void box.current?.querySelector(".cp-draft-end")?.scrollIntoView({ block: "nearest" });
  }, [run, said, proposals.length]);

  const submit = (words: string): void => {
    if (words.trim() === "" || run) return;
    setText("");
    void ask(words.trim());
  };
  return (
    <section ref={box} className="cp-block" aria-labelledby="draft-title" data-testid="draft-box">
      <h3 id="draft-title">{say("draft.title")}</h3>
      <p className="cp-hint">{say("draft.hint")}</p>
      <ol className="cp-side" aria-label={say("draft.log")}>
        {said.map((line, at) => (
          <Line key={line.key} line={line} cite={cite} pick={at === said.length - 1 && !run ? submit : null} />
        ))}
        {run && <Running run={run} cite={cite} />}
      </ol>
      {failed && (
        <p role="alert" className="cp-failed">
          {say("draft.ran.failed")} {failed}
        </p>
      )}
      {proposals.map((proposal) => (
        <ProposalCard key={proposal.proposal_id} proposal={proposal} put={side.put} />
      ))}
      <form
        className="cp-draft-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit(text);
          field.current?.focus();
        }}
      >
        <textarea
          ref={field}
          className="tw-field"
          rows={2}
          aria-label={say("draft.label")}
          placeholder={say("draft.place")}
          value={text}
          maxLength={4000}
          data-testid="draft-text"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) submit(text);
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        {run ? (
          <button type="button" className="tw-button" onClick={side.stop}>
            {say("draft.stop")}
          </button>
        ) : (
          <button
            type="submit"
            className="tw-button"
            data-kind="primary"
            data-testid="draft-send"
            disabled={!thread || text.trim() === ""}
          >
            {say("draft.send")}
          </button>
        )}
      </form>
      <div className="cp-draft-end" />
    </section>
  );
}

function Line({
  line,
  cite,
  pick,
}: {
  line: Said;
  cite: (citation: Citation) => void;
  pick: ((words: string) => void) | null;
}): React.JSX.Element {
  return (
    <li data-by={line.by} data-testid={`draft-${line.by}`}>
      <p className="cp-by">{say(line.by === "you" ? "talk.you" : "talk.assistant")}</p>
      <Cited text={line.text} citations={line.citations} cite={cite} />
      {pick && line.choices.length > 0 && (
        <div className="cp-choices">
          {line.choices.map((choice) => (
            <button key={choice} type="button" className="tw-button cp-small" onClick={() => pick(choice)}>
              {choice}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

function Running({ run, cite }: { run: Run; cite: (citation: Citation) => void }): React.JSX.Element {
  return (
    <li data-by="assistant" aria-busy="true">
      <p className="cp-by">{say("talk.assistant")}</p>
      {run.text ? (
        <Cited text={run.text} citations={[]} cite={cite} />
      ) : (
        <p className="cp-soft cp-writing">{run.step ? named("step", run.step) : say("talk.running")}</p>
      )}
    </li>
  );
}
