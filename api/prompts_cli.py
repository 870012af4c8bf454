"""`assist prompts`: the versions of a prompt, from draft to retired, and trying one on a share of the threads."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir

prompts_app = typer.Typer(
    help="Versions of the prompt: gate, approve, retire; try one on a share of the threads.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
canary_app = typer.Typer(
    help="One approved version on a share of the threads.", no_args_is_help=True, rich_markup_mode=None
)
prompts_app.add_typer(canary_app, name="canary")
Reason = Annotated[str, typer.Option(help="Why; it stays in the record.")]
Version = Annotated[int, typer.Argument(help="Number of the version.")]


@prompts_app.command("list")
def listed(as_json: AsJson = False) -> None:
    """Every version with its status, authors, gate and approval."""
    from api.commands import prompts as command

    command.listed(as_json=as_json)


@prompts_app.command()
def lock() -> None:
    """Record the files as they are as a draft of the version that they name."""
    from api.commands import prompts as command

    command.lock()


@prompts_app.command()
def gate(
    verdict: Annotated[str, typer.Option("--gate", help="The gate's verdict.")] = "reports/gate.json",
) -> None:
    """Take the draft further on a passed gate (`assist evals gate` writes its verdict)."""
    from api.commands import prompts as command

    command.gate(verdict)


@prompts_app.command()
def approve(reason: Reason) -> None:
    """Approve the gated version and keep its files; not by anybody who wrote it."""
    from api.commands import prompts as command

    command.approve(reason)


@prompts_app.command()
def retire(version: Version, reason: Reason) -> None:
    """Take an approved version out of service; its files stay readable."""
    from api.commands import prompts as command

    command.retire(version, reason)


@canary_app.command()
def start(
    version: Version,
    share: Annotated[float, typer.Option(help="Per cent of the threads, at most 50.")],
    data_dir: DataDir = None,
) -> None:
    """Serve an approved version to a share of the threads; the rest keep the one that serves now."""
    from api.commands import canary as command

    command.start(version, share, data_dir)


@canary_app.command()
def status(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """The canary that runs or ran last, with its monitors beside those of the version it is compared with."""
    from api.commands import canary as command

    command.status(data_dir, as_json=as_json)


@canary_app.command()
def stop(reason: Reason, data_dir: DataDir = None) -> None:
    """Give all threads back to the version that served before."""
    from api.commands import canary as command

    command.stop(reason, data_dir)
