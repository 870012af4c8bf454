"""How hard an answer's own words are to read (evals/readability.yaml): without quotes of policies, cards and figures.

English: Flesch-Kincaid grade (Kincaid and others 1975, 0.39 words a sentence + 11.8 syllables a word - 15.59), lower
is easier. Spanish: reading ease of Fernández Huerta 1959 (206.84 - 60 syllables a word - 1.02 words a sentence, as
corrected by Law 2011), higher is easier.
"""

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.results import TurnResult
from evals.graders.grade import Grade
from evals.played import Played
from evals.syllables import Counts, count

PLACE = Path(__file__).resolve().parents[1] / "readability.yaml"
_QUOTED = re.compile(r"[^\n]*?\[\d+(?:\s*,\s*\d+)*\]")
_ROW = re.compile(r"(?m)^\s*-\s.*$")
_FIGURE = re.compile(r"\S*\d\S*?(?=[.!?:,;)]*(?:\s|$))")


class Limits(BaseModel):
    """words_min: an answer with fewer words of its own is not measured, as a formula says nothing about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words_min: int
    grade_max_en: float
    ease_min_es: float


@cache
def limits(path: Path = PLACE) -> Limits:
    return Limits.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def grade(played: Played) -> Grade:
    """reading_grade (English) or reading_ease (Spanish) of all that was said in the case's language; the limit is the
    case's own (`reading_grade_max`) or the file's."""
    language, allowed = played.case.language, limits()
    spoken = [
        own_words(turn.result)
        for number, turn in enumerate(played.turns, 1)
        if not turn.act and played.case.spoken(number) == language
    ]
    counts = count("\n".join(spoken), language)
    if counts.words < allowed.words_min:
        return Grade("readability", applies=False)
    if language == "es":
        ease = fernandez_huerta(counts)
        hard = [f"reading ease {ease:.0f}, under {allowed.ease_min_es:.0f}"] if ease < allowed.ease_min_es else []
        return Grade("readability", hard, scores={"reading_ease": round(ease, 1)})
    level, most = flesch_kincaid(counts), played.case.expect.reading_grade_max or allowed.grade_max_en
    hard = [f"reading grade {level:.1f}, over {most:.1f}"] if level > most else []
    return Grade("readability", hard, scores={"reading_grade": round(level, 1)})


def own_words(result: TurnResult) -> str:
    """The answer without sentences that quote, the cards of proposals, rows of lists, and figures."""
    answer = result.answer
    for shown in result.proposals:
        answer = answer.partition(f"**{shown['title']}**")[0]
    return _FIGURE.sub(" ", _ROW.sub("", _QUOTED.sub("", answer)))


def flesch_kincaid(counts: Counts) -> float:
    """School years. Takes at least one word and sentence."""
    return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59


def fernandez_huerta(counts: Counts) -> float:
    """0 (hard) to 100 (easy)."""
    return 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences
