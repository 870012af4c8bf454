"""A search text falls into the canonical query of the planner and the borrower's words."""

from assistant.policy_lookup import canonical_queries, parted
from policies.supports import Asked
from prompts.loader import load


def test_the_longest_known_query_is_told_from_the_words_after_it() -> None:
    known = ("late fee amount and days", "late fee")
    assert parted("late fee amount and days how much??", known) == Asked("how much??", "late fee amount and days")
    assert parted("late fee why me", known) == Asked("why me", "late fee")
    assert parted("do you lend for boats", known) == Asked("do you lend for boats")
    assert parted("late fee", known).text == "late fee"


def test_every_query_of_the_prompt_is_known_longest_first() -> None:
    queries = canonical_queries(load())
    assert len(queries) > 50
    assert [len(query) for query in queries] == sorted((len(query) for query in queries), reverse=True)
