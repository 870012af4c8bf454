"""A message into the parts that may be requests of their own. What they mean decides about a split."""

import re

_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+|\s*¿")
_JOINTS = re.compile(
    r"\s*(?:,|;|\s-\s|—)\s*(?:and|also|plus|then|but|y|e|también|ademas|además|pero)?\s+"
    r"|\s+(?:and also|and then|and|also|plus|as well as|y también|y además|y|además)\s+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:and |y )?(?:if|when(?!(?:['’]?s| is| are| do| does| did| will| can| should| would| was)\b)"
    r"|once|since|because|although|though|assuming|say|suppose|si|cuando|como|porque|aunque)\b",
    re.IGNORECASE,
)
"""A clause that sets the scene for the next one of its sentence: apart, neither says what is asked."""
_MOST_PARTS = 6


def sentences(message: str) -> list[str]:
    """Sentences with at least two words."""
    return [part for part in (piece.strip() for piece in _SENTENCES.split(message)) if len(part.split()) >= 2]


def parts(message: str) -> list[str]:
    """Clauses at sentence ends, commas and conjunctions; a single clause gives no parts. At most the last six."""
    found: list[str] = []
    for sentence in sentences(message):
        clauses = [clause.strip(" ,;") for clause in _JOINTS.split(sentence) if clause]
        found += _with_conditions([clause for clause in clauses if clause])
    return found[-_MOST_PARTS:] if len(found) > 1 else []


def _with_conditions(clauses: list[str]) -> list[str]:
    joined: list[str] = []
    for clause in clauses:
        if joined and _CONDITION.match(joined[-1]) and "," not in joined[-1]:
            joined[-1] = f"{joined[-1]}, {clause}"
        else:
            joined.append(clause)
    return joined
