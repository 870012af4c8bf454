"""`assist`: the command line. Commands are imported when they run, so that help is instant."""

from pathlib import Path
from typing import Annotated

import typer

from api.accounts_cli import accounts_app
from api.copilot_cli import copilot_app
from api.evals_cli import evals_app
from api.handoffs_cli import handoffs_app
from api.memory_cli import keys_app, retention_app
from api.options import AsJson, DataDir, Model
from api.oversight_cli import audit_app, controls_app
from api.prompts_cli import prompts_app
from api.proposals_cli import proposals_app
from api.webhooks_cli import monitors, webhooks_app

app = typer.Typer(
    name="assist",
    help="The lending assistant: run the stack, ask it, look into its policies, evaluate it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
policies_app = typer.Typer(help="Policy documents: index, search, read.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(policies_app, name="policies")
app.add_typer(evals_app, name="evals")
app.add_typer(accounts_app, name="accounts")
app.add_typer(proposals_app, name="proposals")
app.add_typer(prompts_app, name="prompts")
app.add_typer(audit_app, name="audit")
app.add_typer(controls_app, name="controls")
app.add_typer(keys_app, name="keys")
app.add_typer(retention_app, name="retention")
app.add_typer(webhooks_app, name="webhooks")
app.add_typer(copilot_app, name="copilot")
app.add_typer(handoffs_app, name="handoffs")
app.command()(monitors)

About = Annotated[str | None, typer.Option("--about", help="For staff: the borrower whom this conversation is about.")]


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="Port of the API (default 8080).")] = None,
    data_dir: DataDir = None,
) -> None:
    """Start the whole embedded stack in the background and print where it is."""
    from api.commands import lifecycle

    lifecycle.up(port, data_dir)


@app.command()
def down(data_dir: DataDir = None) -> None:
    """Stop everything that runs from the data folder; data stays."""
    from api.commands import lifecycle

    lifecycle.down(data_dir)


@app.command()
def reset(
    data_dir: DataDir = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Stop everything and delete the data folder."""
    from api.commands import lifecycle

    lifecycle.reset(data_dir, yes=yes)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask; `-` reads it from standard input.")] = None,
    person: Annotated[
        str | None, typer.Option("--as", help="Who asks (see `assist people`); absent: anonymous.")
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help="JSON lines {id, as?, about?, text, thread?}; one answer a line.")
    ] = None,
    thread: Annotated[str | None, typer.Option(help="Continue this thread.")] = None,
    about: About = None,
    model: Model = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Ask one question, or a file of them."""
    from api.commands import ask as command

    command.ask(question, command.Party(person, about), batch, thread, model, data_dir, as_json=as_json)


@app.command()
def chat(
    person: Annotated[str | None, typer.Option("--as", help="Who talks (see `assist people`).")] = None,
    about: About = None,
    model: Model = None,
    data_dir: DataDir = None,
) -> None:
    """Talk with the assistant in the terminal; an empty line or Ctrl-D ends."""
    from api.commands import ask as command

    command.chat(command.Party(person, about), model, data_dir)


@app.command()
def people(
    as_json: AsJson = False,
    situation: Annotated[str | None, typer.Option(help="Only people with this tag, e.g. dpd_30.")] = None,
    data_dir: DataDir = None,
) -> None:
    """List the seeded people to try, with their situation."""
    from api.commands import people as command

    command.people(situation, data_dir, as_json=as_json)


@app.command()
def code(
    person: Annotated[str, typer.Option("--as", help="Whose (see `assist people`).")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Print a person's one-time code of this moment, as their authenticator would show it."""
    from api.commands import code as command

    command.code(person, data_dir, as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Tell what is configured, what is reachable and what is missing."""
    from api.commands import doctor as command

    command.doctor(data_dir, as_json=as_json)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="turn, proposal, search, ledger or evals.")],
    data_dir: DataDir = None,
) -> None:
    """Run one benchmark and print one JSON object."""
    from api.commands import bench as command

    command.bench(name, data_dir)


@policies_app.command()
def ingest(
    path: Annotated[Path, typer.Argument(help="A folder of .md documents or a .jsonl file.")],
    collection: Annotated[str, typer.Option(help="Collection to keep them in.")] = "policies",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Index documents; what is unchanged costs nothing, what is gone is removed."""
    from api.commands import policies as command

    command.ingest(path, collection, data_dir, as_json=as_json)


@policies_app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many results.")] = 5,
    collection: Annotated[str, typer.Option(help="Which collection.")] = "policies",
    as_of: Annotated[str | None, typer.Option(help="Date YYYY-MM-DD (default: the business date).")] = None,
    product: Annotated[str | None, typer.Option(help="cash_line or instalment_loan.")] = None,
    state: Annotated[str | None, typer.Option(help="Two letters, e.g. CA.")] = None,
    audience: Annotated[str, typer.Option(help="borrower or staff.")] = "borrower",
    batch: Annotated[Path | None, typer.Option(help="JSON lines {id, query}.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Search a collection."""
    from api.commands import policies as command

    command.search(
        query, batch, command.Scope(k, collection, as_of, product, state, audience), data_dir, as_json=as_json
    )


@policies_app.command()
def show(
    document: Annotated[str, typer.Argument(help="Document id, e.g. POL-PAYOFF-01 (state edition: POL-FEE-01.CA).")],
    version: Annotated[str | None, typer.Option(help="Version (default: newest).")] = None,
    state: Annotated[str | None, typer.Option(help="State edition, e.g. CA.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Print a document with its sections."""
    from api.commands import policies as command

    command.show(document, version, state, data_dir, as_json=as_json)


def main() -> None:
    """Entry point of the `assist` script: known errors become one clear line and exit code 1 or 2."""
    from api.commands.failures import reported

    with reported():
        app()
