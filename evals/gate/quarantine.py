"""Cases set aside for a while: they run and are shown, they do not count, and the while ends."""

from evals.gate.margins import Margins


def expired(rules: Margins) -> list[str]:
    """A line for each entry whose last day is over: by review, the case is mended or the entry renewed."""
    return [
        f"quarantine: {entry.case} was set aside until {entry.expires} by {entry.owner} ({entry.reason}); "
        "mend the case or renew the entry in evals/quarantine.yaml"
        for entry in rules.quarantined
        if entry.expires < rules.today
    ]
