"""`assist webhooks` and `assist monitors`: what an outside desk was told, and what the turns came to."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir

webhooks_app = typer.Typer(
    help="Events for an outside desk: which were sent, and sending again.", no_args_is_help=True, rich_markup_mode=None
)
Most = Annotated[int, typer.Option(help="How many at most (1 to 1000).")]


@webhooks_app.command("list")
def listed(
    state: Annotated[str | None, typer.Option(help="Only pending, delivered or failed ones.")] = None,
    most: Most = 50,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """The newest events with their state, attempts and the receiver's last answer."""
    from api.commands import webhooks as command

    command.listed(state, most, data_dir, as_json=as_json)


@webhooks_app.command()
def retry(
    event: Annotated[str | None, typer.Argument(help="Id of an event that is not delivered.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that were given up.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Send again from the first attempt: one event, or all that were given up."""
    from api.commands import webhooks as command

    command.retry(event, data_dir, failed=failed, as_json=as_json)


def monitors(
    since: Annotated[str | None, typer.Option("--from", help="Day or instant (ISO, UTC); default: 7 days ago.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Day (whole) or instant; default: now.")] = None,
    by: Annotated[
        str | None, typer.Option("--slice", help="role, channel, language, domain, prompt or model; default: each.")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """What the turns of a period came to: containment, hand-offs, abstentions, guards, time, cost, opinions."""
    from api.commands import monitors as command

    command.monitors(since, until, by, data_dir, as_json=as_json)
