"""What is fitted is kept between starts, under a name that changes with what it depends on."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.models.local.fit import apart
from assistant.models.local.grams import Grams, character_grams, words_and_pairs
from assistant.models.local.planner import Planner, kept_at
from assistant.models.local.vectors import KeptVectors
from prompts.schema import Call, Scenario

OWED = ("how much do i owe", "what is my balance", "balance please")
RATE = ("what is my rate", "my apr please", "which rate do i have")


class CountingEncoder:
    """Letter counts as vectors, and how many texts were ever encoded."""

    name = "letters"

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: list[str]) -> Any:
        self.encoded += len(texts)
        rows = np.array([[1e-3 + text.count(chr(97 + index)) for index in range(26)] for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def scenarios(owed: tuple[str, ...] = OWED) -> list[Scenario]:
    return [
        Scenario(id="owed", means="What is owed.", calls=(Call(tool="get_balance"),), utterances=owed),
        Scenario(id="rate", means="The rate.", calls=(Call(tool="get_rate_terms"),), utterances=RATE),
    ]


def test_a_second_start_loads_the_fit_and_reads_the_same(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    first = Planner(scenarios(), encoder, tmp_path).read(["what do i owe"])
    fitted = encoder.encoded
    again = Planner(scenarios(), encoder, tmp_path)
    assert encoder.encoded == fitted
    assert again.read(["what do i owe"]) == first
    assert first[0][0].scenario.id == "owed"


def test_changed_examples_are_fitted_anew_and_the_few_used_last_are_kept(tmp_path: Path) -> None:
    for number in range(6):
        Planner(scenarios((*OWED, f"debt so far {number}")), CountingEncoder(), tmp_path)
        for age, path in enumerate(sorted(tmp_path.glob("fit-*.npz"), key=lambda one: one.stat().st_mtime)):
            os.utime(path, (age, age))
    assert len(list(tmp_path.glob("fit-*.npz"))) == 4
    assert not kept_at(tmp_path, scenarios((*OWED, "debt so far 0")), CountingEncoder()).exists()
    assert kept_at(tmp_path, scenarios((*OWED, "debt so far 5")), CountingEncoder()).exists()


def test_two_prompts_that_take_turns_are_fitted_once_each(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    for _ in range(2):
        for owed in (OWED, (*OWED, "debt so far")):
            Planner(scenarios(owed), encoder, tmp_path)
    once = CountingEncoder()
    for owed in (OWED, (*OWED, "debt so far")):
        Planner(scenarios(owed), once)
    assert encoder.encoded == once.encoded


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", b"\x80\x04pickle"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    first = Planner(scenarios(), CountingEncoder(), tmp_path).read(["my apr"])
    (kept,) = tmp_path.glob("fit-*.npz")
    kept.write_bytes(damage)
    assert Planner(scenarios(), CountingEncoder(), tmp_path).read(["my apr"]) == first
    assert kept.stat().st_size > len(damage)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert Planner(scenarios(), CountingEncoder(), blocked / "in").read(["my rate"])[0][0].scenario.id == "rate"


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    kept = KeptVectors(encoder, tmp_path, smallest_batch=2)
    first = kept.encode(["one", "two", "three"])
    again = kept.encode(["three", "four", "one"])
    assert encoder.encoded == 4
    assert np.array_equal(again[2], first[0])


def test_rare_pieces_weigh_more_and_a_text_is_most_like_itself() -> None:
    texts = ["late fee", "late payment", "late draw"]
    overlap = Grams.fit(texts, words_and_pairs, fewest=1).overlap("the late fee")
    assert overlap.argmax() == 0
    assert 0 < overlap[1] < 0.5 < overlap[0]
    itself = Grams.fit(texts, character_grams, fewest=1).overlap("late draw")
    assert itself[2] == pytest.approx(1.0, abs=1e-5)


def test_what_only_staff_ask_is_never_read_into_a_borrowers_words(tmp_path: Path) -> None:
    staff = Scenario(id="staff", means="Staff.", audience="staff", utterances=("waiver limit of a supervisor",))
    planner = Planner([*scenarios(), staff], CountingEncoder(), tmp_path)
    assert planner.read(["waiver limit of a supervisor"])[0][0].scenario.id == "staff"
    (read,) = planner.read(["waiver limit of a supervisor"], staff=False)
    assert read[0].scenario.id != "staff"
    (alone,) = Planner(scenarios(), CountingEncoder()).read(["what do i owe"])
    (beside,) = planner.read(["what do i owe"], staff=False)
    assert beside[0].scenario.id == alone[0].scenario.id


def test_what_another_process_left_is_loaded_and_not_fitted_again(tmp_path: Path) -> None:
    here = CountingEncoder()

    def elsewhere() -> None:
        Planner(scenarios(), CountingEncoder(), tmp_path)

    planner = Planner(scenarios(), here, tmp_path, elsewhere)
    assert here.encoded == 0
    assert planner.read(["what do i owe"])[0][0].scenario.id == "owed"


def test_a_failed_fit_elsewhere_is_made_up_for_here(tmp_path: Path) -> None:
    planner = Planner(scenarios(), CountingEncoder(), tmp_path, lambda: None)
    assert planner.read(["what do i owe"])[0][0].scenario.id == "owed"
    (_,) = tmp_path.glob("fit-*.npz")


def test_an_encoder_that_the_other_process_lacks_is_not_sent_there(tmp_path: Path) -> None:
    apart(scenarios(), CountingEncoder(), tmp_path)
    assert not list(tmp_path.iterdir())
