"""`assist proposals`: what was proposed, and what people decide on it. Commands are imported when they run."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir

proposals_app = typer.Typer(
    help="What the assistant proposed: see it, confirm it, turn it down, take it back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Person = Annotated[str, typer.Option("--as", help="Who decides (see `assist people`).")]
Proposal = Annotated[str, typer.Argument(help="Id of the proposal.")]
Digest = Annotated[str | None, typer.Option(help="Digest of what was seen; refused where that is not what is stored.")]
Code = Annotated[str | None, typer.Option(help="One-time code where a second factor is needed (`assist code`).")]


@proposals_app.command("list")
def listed(
    person: Person,
    state: Annotated[str | None, typer.Option(help="Only those in this state, e.g. open.")] = None,
    thread: Annotated[str | None, typer.Option(help="Only those of this thread.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """A person's proposals, newest first; a supervisor's also those that await approval."""
    from api.commands import proposals as command

    command.listed(person, state, thread, data_dir, as_json=as_json)


@proposals_app.command()
def show(proposal: Proposal, person: Person, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """One proposal with its receipt."""
    from api.commands import proposals as command

    command.show(proposal, person, data_dir, as_json=as_json)


@proposals_app.command()
def confirm(
    proposal: Proposal,
    person: Person,
    digest: Digest = None,
    code: Code = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """The yes of who asked for it; prints the receipt (exit 1 where the account system refused)."""
    from api.commands import proposals as command

    command.decide("confirm", proposal, person, digest, code, data_dir, as_json=as_json)


@proposals_app.command()
def reject(proposal: Proposal, person: Person, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """The no of who asked for it, or of a supervisor to what awaits approval."""
    from api.commands import proposals as command

    command.decide("reject", proposal, person, None, None, data_dir, as_json=as_json)


@proposals_app.command()
def cancel(proposal: Proposal, person: Person, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Take back what awaits approval."""
    from api.commands import proposals as command

    command.decide("cancel", proposal, person, None, None, data_dir, as_json=as_json)


@proposals_app.command()
def approve(
    proposal: Proposal,
    person: Person,
    digest: Digest = None,
    code: Code = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """The yes of a second person, never of who proposed it."""
    from api.commands import proposals as command

    command.decide("approve", proposal, person, digest, code, data_dir, as_json=as_json)


@proposals_app.command()
def undo(proposal: Proposal, person: Person, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Propose to take back what was done; confirm the new proposal to do it."""
    from api.commands import proposals as command

    command.decide("undo", proposal, person, None, None, data_dir, as_json=as_json)
