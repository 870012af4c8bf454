"""A run as one self-contained HTML page: no request leaves it, and only its own style and filter may run."""

import base64
import hashlib
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from evals.gate.reasons import amount, shown
from evals.gate.verdict import Verdict
from evals.records import Report
from evals.reporting import plots, transcript
from evals.reporting.escaping import cut, visible
from evals.reporting.page import case_ms, page
from evals.reporting.results import CaseResult

_TEMPLATES = Path(__file__).parent / "templates"


def html(report: Report, verdict: Verdict | None = None, source: str = "") -> str:
    """source: where the run can be read in full, told wherever something is cut. Raises pydantic.ValidationError."""
    environment = _environment()
    return environment.get_template("report.html").render(
        page=page(report, verdict),
        source=source or "the run's own file",
        style_hash=_hash(environment.get_template("style.css").render()),
        script_hash=_hash(environment.get_template("filter.js").render()),
    )


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cast(dict[str, Any], made.filters).update(visible=visible, cut=cut, json=transcript.as_json, words=transcript.words)
    cast(dict[str, Any], made.globals).update(
        plots=plots, turns=transcript.turns, shown=shown, amount=amount, case_ms=case_ms, search_words=_search_words
    )
    return made


def _hash(text: str) -> str:
    """As the content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _search_words(one: CaseResult) -> str:
    """What the filter looks through."""
    first = one.first
    return " ".join([one.id, first.domain, *first.tags, first.outcome, first.person or "", *one.faults]).lower()
