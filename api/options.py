"""Options that commands of every group have."""

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where data lives (default: ASSIST_DATA_DIR or .data).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Model = Annotated[
    str | None, typer.Option("--model", help="local, openai:NAME, anthropic:NAME, compatible:NAME (default: local).")
]
