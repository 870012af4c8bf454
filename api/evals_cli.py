"""`assist evals`: the evaluation suite and its gate."""

from pathlib import Path
from typing import Annotated

import typer

from api.evals_judge_cli import judge_app
from api.options import AsJson, DataDir, Model

Suite = Annotated[str, typer.Option(help="Which cases: core, heldout or redteam.")]
Lane = Annotated[str, typer.Option(help="Where answers come from: local, recorded or live.")]
Seed = Annotated[int, typer.Option(help="Of portfolio, people and wording; 0 is the one that is blessed.")]
Repeats = Annotated[int, typer.Option(min=1, help="How often each case is played.")]
Queue = Annotated[
    str | None,
    typer.Option(help="URL of the database whose queue a spread run uses (default: ASSIST_DURABLE_DATABASE_URL)."),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Worker processes (default: one for each core).")]

evals_app = typer.Typer(
    help="The evaluation suite and the gate before every prompt change.", no_args_is_help=True, rich_markup_mode=None
)

evals_app.add_typer(judge_app, name="judge")


@evals_app.command("run")
def evals_run(
    suite: Suite = "core",
    lane: Lane = "local",
    model: Model = None,
    seed: Seed = 0,
    repeats: Repeats = 1,
    workers: Workers = None,
    case: Annotated[
        list[str] | None, typer.Option("--case", help="Only these cases; `*` and `?` stand for any letters.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Only cases with one of these tags.")] = None,
    prompts: Annotated[
        Path | None, typer.Option(help="Another prompt folder than the checkout's, e.g. of a change to try.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on with a run that was stopped.")] = False,
    ragas: Annotated[bool, typer.Option(help="Also the ragas scores.")] = True,
    spread: Annotated[
        bool, typer.Option("--spread", help="Let `assist evals work` play the cases, here or on other machines.")
    ] = False,
    queue: Queue = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Play eval cases in worlds of their own and print a table by domain.

    Exit 1 when the run misses its thresholds, 2 when it says nothing: cases errored or are missing.
    """
    from api.commands import evals_run as command

    chosen = command.Chosen(suite, lane, seed, repeats, workers, tuple(case or ()), tuple(tag or ()))
    options = command.Options(prompts, queue, fresh=fresh, ragas=ragas, spread=spread, as_json=as_json)
    command.run(chosen, model, data_dir, options)


@evals_app.command("work")
def evals_work(
    workers: Workers = None,
    queue: Queue = None,
    wait_s: Annotated[int, typer.Option(help="How long to wait for a run to begin.")] = 600,
    model: Model = None,
    data_dir: DataDir = None,
) -> None:
    """Play cases of a run that was started with --spread, until it is complete; exit 2 on another checkout."""
    from api.commands import evals_work as command

    command.work(workers, queue, wait_s, model, data_dir)


@evals_app.command("lint")
def evals_lint(
    seeded: Annotated[
        bool, typer.Option("--seeded", help="Also ask the seeded portfolio whether somebody fits each case.")
    ] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Read the eval cases without playing them: duplicates, missing or unknown gold, copied figures and names.

    Exit 1 when something is to be put right.
    """
    from api.commands import evals_lint as command

    command.run(data_dir, seeded=seeded, as_json=as_json)


@evals_app.command("record")
def evals_record(
    model: Model,
    suite: Suite = "core",
    case: Annotated[list[str] | None, typer.Option("--case", help="Only these cases.")] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Only cases with one of these tags.")] = None,
    repeats: Repeats = 1,
    cap: Annotated[float, typer.Option("--max-cost", min=0.01, help="Dollars; recording stops there.")] = 5.0,
    data_dir: DataDir = None,
) -> None:
    """Keep a provider's answers for the recorded lane, which needs no key; asks only what is not kept yet."""
    from api.commands import evals_record as command
    from api.commands.evals_run import Chosen

    chosen = Chosen(suite, "recorded", 0, repeats, 1, tuple(case or ()), tuple(tag or ()))
    command.record(chosen, model, cap, data_dir)


@evals_app.command("show")
def evals_show(
    case: Annotated[str, typer.Argument(help="Id of a case.")],
    epoch: Annotated[int | None, typer.Option(help="Which one (default: the first that failed).")] = None,
    run: Annotated[Path | None, typer.Option(help="Report of the run (default: the newest that has the case).")] = None,
    grep: Annotated[str | None, typer.Option(help="Only lines that match this regular expression.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Tool results uncut.")] = False,
) -> None:
    """Replay a case of the last run: what was said, called, read, proposed, decided and graded."""
    from api.commands import evals_show as command

    command.show(case, epoch, run, grep, full=full)


@evals_app.command("simulate")
def evals_simulate(
    what: Annotated[str, typer.Argument(help="Id of a case, or a YAML file with a user script or a persona.")],
    person: Annotated[str | None, typer.Option("--as", help="Handle of who plays it.")] = None,
    situation: Annotated[str | None, typer.Option(help="Who plays it, as `person` of a case, in YAML.")] = None,
    language: Annotated[str, typer.Option(help="Of a script or persona: en or es.")] = "en",
    model: Model = None,
    user_model: Annotated[
        str | None, typer.Option(help="Who plays a persona (default: the assistant's model); local cannot.")
    ] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Play one simulated conversation in a world of its own and print it as it goes.

    Exit 1 when it fails its graders or the user gives up, 2 when the user had a fault of their own.
    """
    from api.commands import evals_simulate as command

    asked = command.Asked(what, person, situation, command.spoken(language), model, user_model, seed)
    command.simulate(asked, data_dir, as_json=as_json)


@evals_app.command("report")
def evals_report(
    run: Annotated[Path | None, typer.Option(help="Report of the run (default: the suite's newest).")] = None,
    gate: Annotated[Path | None, typer.Option(help="Verdict on it (default: the gate's newest, if on it).")] = None,
    suite: Suite = "core",
    html: Annotated[Path | None, typer.Option(help="Write one self-contained page.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write a pull-request comment.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help="Write one record a line.")] = None,
    opens: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Show a run as tables and write its reports; without a path, all of them under reports/."""
    from api.commands import evals_report as command

    command.report(run, gate, suite, command.Wanted(html, junit, markdown, jsonl), opens=opens)


@evals_app.command("gate")
def evals_gate(
    base: Annotated[str, typer.Option(help="Git reference whose blessed baseline is compared with.")] = "HEAD",
    base_run: Annotated[Path | None, typer.Option(help="A baseline or report file in place of --base's.")] = None,
    run: Annotated[Path | None, typer.Option(help="Report of the run to judge (default: the present one).")] = None,
    suite: Suite = "core",
    lane: Lane = "local",
    waive: Annotated[list[str] | None, typer.Option(help="Undecided metric, or review:KIND:FILE.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why what --waive names may pass; logged.")] = None,
    model: Model = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Decide whether this change may merge: 0 pass, 1 regression, 2 invalid, 3 inconclusive."""
    from api.commands import evals_gate as command

    asked = command.Asked(base, base_run, run, suite, lane, waive or (), reason, model, data_dir)
    command.gate(asked, as_json=as_json)


@evals_app.command("bless")
def evals_bless(
    reason: Annotated[str, typer.Option(help="Why this run becomes the baseline; recorded with your name.")],
    run: Annotated[Path | None, typer.Option(help="Report of the run (default: the suite's newest).")] = None,
    suite: Suite = "core",
    lane: Lane = "local",
    model: Model = None,
    data_dir: DataDir = None,
) -> None:
    """Make a run of the committed checkout the baseline that changes are compared with."""
    from api.commands import evals_bless as command

    command.bless(reason, run, suite, lane, model, data_dir)


@evals_app.command("redteam")
def evals_redteam(
    seed: Annotated[int, typer.Option(help="Which attacks: the same seed gives the same ones.")] = 0,
    attacks: Annotated[int, typer.Option(help="How many.")] = 200,
    family: Annotated[list[str] | None, typer.Option(help="Only this family; may be given again.")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="Only this channel; may be given again.")] = None,
    model: Annotated[
        str | None, typer.Option(help="A model, or `obedient`: one that follows every instruction it sees.")
    ] = None,
    replay: Annotated[str | None, typer.Option(help="Play the one attack of this id and show what happened.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Attack the assistant in every way and through every channel; exit 1 when an attack brings something about."""
    from api.commands import evals_redteam as command

    command.redteam(seed, attacks, family or [], channel or [], model, replay, data_dir, as_json=as_json)


@evals_app.command("selftest")
def evals_selftest(
    mutations: Annotated[
        str, typer.Option(help="Which changes of the prompts to try: planted, generated, all or none.")
    ] = "all",
    seed: Annotated[int, typer.Option(help="Of the generated ones.")] = 1,
    n: Annotated[int, typer.Option("--n", min=0, help="How many to generate.")] = 300,
    aa: Annotated[int, typer.Option("--aa", min=0, help="Seeds of the same prompts against themselves.")] = 0,
    every: Annotated[int, typer.Option(min=1, help="Of how many cases the A/A plays one.")] = 1,
    suite: Suite = "core",
    play: Annotated[
        bool, typer.Option(help="Also play the eval cases where the local model reads what was planted.")
    ] = True,
    write: Annotated[
        bool, typer.Option("--write", help="Write docs/evals-selftest.md and, of an A/A, evals/baselines/noise.json.")
    ] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Change copies of the prompts for the worse and harmlessly, and see what the gate says; goes on where it stopped.

    Exit 1 when a planted change is decided wrongly, or more than 5 % of the A/A seeds are called a regression.
    """
    from api.commands import evals_selftest as command

    asked = command.Asked(mutations, seed, n, aa, every, suite, play, write, data_dir)
    command.run(asked, as_json=as_json)
