"""A run as JSON lines, for programs that read one record at a time."""

import json
from collections.abc import Iterator

from evals.records import Report


def lines(report: Report) -> Iterator[str]:
    """One record a line, complete, after what tells runs apart: `{"suite", "lane", "model", "commit", "id", ...}`."""
    run = report.model_dump(mode="json", include={"suite", "lane", "model", "prompt", "commit", "started_at"})
    for record in report.results:
        yield json.dumps({**run, **record.model_dump(mode="json")}, ensure_ascii=True)
