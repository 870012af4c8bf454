"""Which sentences answer: whole, verbatim, of the right section and language, never the same thing twice."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.models.local.conversation import Result
from assistant.models.local.rows import about, products
from assistant.models.local.sentences import SentenceChooser


class Words:
    """An encoder without a model: texts that share words lie near each other."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        out = np.full((len(texts), 384), 0.001, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().replace(".", "").replace(":", "").split():
                out[row, sum(map(ord, word)) % 384] += 1
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def tongue(text: str) -> str:
    return "es" if " el " in f" {text.lower()} " else "en"


def passage(label: str, text: str, section: str = "amount", **more: Any) -> dict[str, Any]:
    shown = {"passage": label, "document": "POL-FEE-01", "section": section, "text": text}
    return shown | {"document_title": "Late fee", "title": "Amount"} | more


LATE = passage("P1", "The late fee is $32 by 8:00 p.m. (Eastern Time) on day five. Source: 12 CFR 1026.5(b)(2).")
CHOOSER = SentenceChooser(Words(), tongue)


def test_an_hour_does_not_cut_a_sentence_and_sources_are_not_quoted() -> None:
    chosen = CHOOSER.choose([LATE], "late fee", "how much is the late fee", "en")
    assert [one.text for one in chosen] == ["The late fee is $32 by 8:00 p.m. (Eastern Time) on day five."]


def test_the_same_thing_is_not_said_twice() -> None:
    again = passage("P2", "The late fee is $32 by 8:00 p.m. (Eastern Time) on the fifth day.", document="POL-FEE-02")
    assert len(CHOOSER.choose([LATE, again], "late fee", "how much is the late fee", "en")) == 1


def test_a_spanish_question_gets_the_spanish_sentence_of_the_document_that_answers() -> None:
    summary = "En estados hay reglas y el resto cambia. Si hay atraso, el cargo es $32."
    spanish = passage("P2", summary, "en-espanol", title="En español")
    other = passage("P3", "Si hay cheque, el correo es $32.", "en-espanol", document="POL-PAY-02")
    chosen = CHOOSER.choose([LATE, spanish, other], "late fee", "¿cuánto es el cargo?", "es")
    assert [(one.label, one.text) for one in chosen] == [("P2", "Si hay atraso, el cargo es $32.")]
    assert CHOOSER.choose([LATE, other], "late fee", "¿cuánto es el cargo?", "es")[0].label == "P1"


def test_nothing_is_quoted_where_nothing_is_about_the_question() -> None:
    assert CHOOSER.choose([LATE], "zebra", "zebra crossing", "en") == []


def test_passages_on_a_product_that_the_accounts_are_not_about_are_left_out() -> None:
    line = {"product": "cash_line", "fees": [{"amount_cents": 3200}]}
    fees = Result("list_fees", {}, {"accounts": [line, {"product": "instalment_loan", "fees": []}]})
    rows = [LATE | {"products": ["instalment_loan"]}, LATE | {"passage": "P2", "products": ["cash_line"]}]
    search = Result("search_policies", {}, {"passages": rows})
    concerned = products([fees, search])
    assert concerned == {"cash_line"}
    assert [one["passage"] for one in about(search, concerned).content["passages"]] == ["P2"]
    assert about(search, set()) is search
