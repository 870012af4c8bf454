"""`assist up`, `down` and `reset`."""

import shutil
import sys
from pathlib import Path

from api.commands.failures import UsageProblem
from api.commands.session import out, progress_bars, settings_for
from assistant.served_prompt import served_prompt
from stack import embedded as stack
from stack import processes
from stack.layout import DataFolder


def up(port: int | None, data_dir: Path | None) -> None:
    """Start everything, wait until it answers, print the addresses and a first command."""
    settings = settings_for(data_dir)
    wanted = port or settings.port
    folder = DataFolder(settings.data_dir)
    running = folder.services().get("api") if folder.exists() else None
    if running is None and not processes.is_free(wanted):
        raise UsageProblem(
            f"Port {wanted} is in use by another program. Choose another: `assist up --port {wanted + 10}` "
            "(or set ASSIST_PORT)."
        )
    prompt = served_prompt(settings)
    with progress_bars() as progress:
        embedded = stack.prepare(settings.data_dir, progress)
        progress("accounts", 0.0)
        accounts_url = settings.accounts_url or stack.serve_accounts(embedded, settings.accounts_port)
        progress("accounts", 1.0)
        stack.fit_model(embedded, progress, prompt)
        progress("api", 0.0)
        api = stack.serve_api(embedded, wanted)
        progress("api", 1.0)
        executes = settings.database_url is None or settings.executor_database_url is not None
        if executes:
            progress("executor", 0.0)
            stack.serve_executor(embedded, settings.executor_port)
            progress("executor", 1.0)
    note = " (it was running already)" if running else ""
    out.print(f"The assistant is ready{note}.\n")
    address = f"http://127.0.0.1:{api.port}"
    out.print(f"  borrower chat    {address}/chat      (sign in as one of the seeded people: {address}/sign-in)")
    out.print(f"  copilot panel    {address}/copilot   (a support agent)")
    out.print(f"  operations       {address}/ops       (a supervisor)")
    out.print(f"  assistant API    {address}/openapi.json   (health: /healthz, /readyz)")
    out.print(f"  account system   {accounts_url}/openapi.json")
    out.print(f"  data folder      {embedded.folder.path}\n")
    if not executes:
        out.print("  What is confirmed is not executed: ASSIST_EXECUTOR_DATABASE_URL is not set, DATABASE_URL is.\n")
    out.print("Try it:\n")
    out.print("  .venv/bin/assist people")
    out.print('  .venv/bin/assist ask "is there a penalty if I pay my loan off early?"')
    out.print("\nStop it with `assist down`; `assist reset` also deletes the data.")


def down(data_dir: Path | None) -> None:
    stopped = stack.stop(settings_for(data_dir).data_dir)
    out.print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")


def reset(data_dir: Path | None, *, yes: bool) -> None:
    """Stop, then delete the data folder, and only a folder that `assist` made."""
    folder = DataFolder(settings_for(data_dir).data_dir)
    if not folder.exists():
        out.print(f"There is no data folder at {folder.path}.")
        return
    if not yes:
        if not sys.stdin.isatty():
            raise UsageProblem(f"This deletes {folder.path}. Run `assist reset --yes` to confirm.")
        if input(f"Delete {folder.path} with all its data? [y/N] ").strip().lower() not in ("y", "yes"):
            out.print("Nothing was deleted.")
            return
    stack.stop(folder.path)
    shutil.rmtree(folder.path)
    out.print(f"Deleted {folder.path}.")
