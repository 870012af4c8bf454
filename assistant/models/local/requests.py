"""What somebody's own words may be asking for: permissive, for the check that stands beside another model's calls."""

from collections.abc import Sequence

from assistant.models.local.caution import Caution
from assistant.models.local.planner import Planner
from assistant.models.local.split import parts

_LEAST, _NEAR, _TOP = 0.13, 0.5, 5
"""The least score, its share of the first reading's, and the place of a reading that counts.

Over 84 requests kept out of the examples each was among them; of 351 other messages 4% led to some write.
"""


def requested(texts: Sequence[str], planner: Planner, caution: Caution, *, staff: bool) -> frozenset[str]:
    """The tools of the likeliest readings of the texts, alone, together and in parts; what only asks is left out."""
    said = [text for text in texts if not caution.asks_for_nothing(text)]
    together = [" ".join(said)] if len(said) > 1 else []
    clauses = [clause for text in said for clause in parts(text) if not caution.asks_for_nothing(clause)]
    found: set[str] = set()
    for ranked in planner.read([*said, *together, *clauses], staff=staff, top=_TOP):
        near = [reading for reading in ranked if reading.score >= max(_LEAST, _NEAR * ranked[0].score)]
        found |= {tool for reading in near for tool in reading.tools}
    return frozenset(found)
