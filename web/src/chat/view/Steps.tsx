import type { LiveRun } from "../agui/live";
import type { Words } from "../words/en";
import { useWords } from "../words/Words";

/** What a step is called: the tools that are asked for their own names, the others by the step's. */
export function stepNames(live: LiveRun, words: Words): { name: string; done: boolean }[] {
  const calls = live.calls.map((call) => ({
    name: words.steps.tools[call.name] ?? words.steps.drafting,
    done: call.result !== null,
  }));
  const named = live.steps.flatMap((step, index) => {
    if (step.name === "read" && calls.length > 0) return live.steps.findIndex((it) => it.name === "read") === index ? calls : [];
    return [{ name: words.steps.names[step.name] ?? words.steps.thinking, done: step.done }];
  });
  return named.filter((step, index) => named.findIndex((other) => other.name === step.name) === index);
}

/** The run as it goes, until its words are there. */
export function Steps({ live }: { live: LiveRun }): React.ReactNode {
  const words = useWords();
  if (live.answer || live.phase === "failed") return null;
  if (live.phase === "reconnecting") return <p className="working">{words.reconnecting}</p>;
  if (live.phase === "stopping") return <p className="working">{words.stopping}</p>;
  const steps = stepNames(live, words);
  if (steps.length === 0) return <p className="working">{words.steps.sending}</p>;
  return (
    <ol className="steps" aria-label={words.steps.label}>
      {steps.map((step) => (
        <li key={step.name} data-testid="step" data-done={step.done}>
          {step.name}
        </li>
      ))}
    </ol>
  );
}
