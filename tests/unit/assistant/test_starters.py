"""Starters: every sign there is has an offer, and the rules choose by signs alone."""

from assistant.starters.offering import load, offered
from assistant.starters.signs import SIGNS, Sign


def test_every_sign_is_looked_at_and_none_is_invented() -> None:
    rules = load().starters
    used = {sign for rule in rules for sign in (*rule.when, *rule.unless)}
    assert used == SIGNS


def test_nobody_is_offered_nothing() -> None:
    always: list[set[Sign]] = [
        {"anonymous"},
        {"signed_in"},
        {"signed_in", "cash_line", "autopay"},
        {"signed_in", "instalment_loan", "payment_scheduled", "autopay"},
        {"signed_in", "cash_line", "past_due", "draws_blocked", "hardship_plan"},
    ]
    for signs in always:
        assert offered(frozenset(signs), "en")


def test_whoever_is_behind_is_told_of_that_first() -> None:
    behind: frozenset[Sign] = frozenset({"signed_in", "cash_line", "past_due", "draws_blocked"})
    first, second, *_ = offered(behind, "es")
    assert (first.text, second.text) == tuple(rule.text.es for rule in load().starters[:2])


def test_at_most_so_many() -> None:
    assert len(offered(SIGNS - {"anonymous"}, "en")) <= load().most


def test_no_offer_comes_twice() -> None:
    texts = [(rule.text.en, rule.text.es) for rule in load().starters]
    assert len(set(texts)) == len(texts)
