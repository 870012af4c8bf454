"""A message into the parts that may be requests of their own. What they mean decides about a split."""

import re

_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+|\s*¿|(?<=\w\?)(?=\w)|(?:^|\s)[(\[]?(?:[1-6]|[a-d])[)\]]\s*")
_JOINTS = re.compile(
    r"\s*(?:,|;|\s-\s|—)\s*(?:and|an|n|nd|also|plus|then|but|oh and|y|e|también|ademas|además|pero)?\s+"
    r"|\s+(?:and also|and then|oh and|and|n|nd|&|\+|also|plus|as well as|y también|y además|y|además)\s+",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    r"(?<=\w)\s+(?=(?:what['’]?s|what (?:is|are|was|do|does)|when['’]?s|when (?:is|are|do|does|did|will|was)"
    r"|how (?:much|many|come|long|do)|why (?:is|are|was|did|do|does|am)|where (?:is|do|does)|where['’]?s"
    r"|cu[aá]nto|cu[aá]ndo es|por qu[eé]|d[oó]nde)\b)",
    re.IGNORECASE,
)
_GOVERNS = re.compile(
    r"\b(?:me|us|know|knew|see|check|wonder(?:ing)?|about|of|to|if|on|for|in|at|from|by|is|that|explain|understand|sure"
    r"|ask|idea|and|or|but|not|exactly|so|ok|okay|hey|hi|hello|just|then|like|told|tell|say|says|show|find|figure|out"
    r"|happens|do|does|matter|question|please|also|but|sé|saber|digan?me|dime|ver|de|a|en|con|y|o)$",
    re.IGNORECASE,
)
"""Words that a question word after them depends on, so that it begins no request of its own."""
_CONDITION = re.compile(
    r"^(?:and |y )?(?:if|when(?!(?:['’]?s| is| are| do| does| did| will| can| should| would| was)\b)"
    r"|once|since|because|although|though|assuming|say|suppose|si|cuando|como|porque|aunque)\b",
    re.IGNORECASE,
)
"""A clause that sets the scene for the next one of its sentence: apart, neither says what is asked."""
_MOST_PARTS = 6
_NAMES, _FEWEST_BEFORE = 5, 2
"""Letters of a lone word, and words before a question word that runs on."""


def sentences(message: str) -> list[str]:
    """Sentences with at least two words, or one that is long enough to name something."""
    pieces = (piece.strip() for piece in _SENTENCES.split(message))
    return [part for part in pieces if len(part.split()) >= 2 or len(part.strip(".!?")) >= _NAMES]


def parts(message: str) -> list[str]:
    """Clauses at sentence ends, commas and conjunctions; a single clause gives no parts. At most the last six."""
    found: list[str] = []
    for sentence in sentences(message):
        joined = [clause.strip(" ,;") for clause in _JOINTS.split(sentence) if clause]
        clauses = [part for clause in joined for part in _run_on(clause)]
        found += _with_conditions([clause for clause in clauses if clause])
    return found[-_MOST_PARTS:] if len(found) > 1 else []


def _run_on(clause: str) -> list[str]:
    """`whats my balance whens it due` in two: a question word begins a request unless a word before it governs it."""
    found: list[str] = []
    start = 0
    for joint in _RUN_ON.finditer(clause):
        before = clause[start : joint.start()]
        if len(before.split()) >= _FEWEST_BEFORE and not _GOVERNS.search(before):
            found.append(before)
            start = joint.end()
    return [*found, clause[start:]]


def _with_conditions(clauses: list[str]) -> list[str]:
    joined: list[str] = []
    for clause in clauses:
        if joined and _CONDITION.match(joined[-1]) and "," not in joined[-1]:
            joined[-1] = f"{joined[-1]}, {clause}"
        else:
            joined.append(clause)
    return joined
