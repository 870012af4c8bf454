"""Who finds which version: by date, agreement, state, product, audience and collection."""

from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from policies.embeddings import Encoder
from policies.ingest import ingest
from policies.search import PolicySearch, SearchQuery
from policies.show import UnknownDocument, show
from policies.supports import Asked, best_sentences, support

TODAY = date(2026, 5, 15)


@pytest.fixture(autouse=True)
def indexed(ingest_url: str, documents: Path, regulations: Path, encoder: Encoder) -> None:
    ingest(ingest_url, documents, "policies", encoder=encoder)
    ingest(ingest_url, regulations, "regulations", encoder=encoder)


async def _texts(search: PolicySearch, query: SearchQuery) -> list[str]:
    return [passage.text for passage in await search.search(query)]


async def test_today_and_an_earlier_day_find_their_versions(search: PolicySearch) -> None:
    now = await search.search(SearchQuery("late fee dollars", TODAY))
    assert now[0].text == "The late fee is thirty-two dollars now."
    assert (now[0].document, now[0].version, now[0].section) == ("POL-LATE-01", "2", "says")
    assert now[0].states_differ
    before = await _texts(search, SearchQuery("late fee dollars", date(2025, 6, 1)))
    assert before[0] == "The late fee was thirty dollars then."


async def test_a_state_edition_replaces_the_general_text(search: PolicySearch) -> None:
    found = await _texts(search, SearchQuery("late fee dollars", TODAY, state="CA"))
    assert "The late fee in California is fifteen dollars." in found
    assert "The late fee is thirty-two dollars now." not in found
    elsewhere = await _texts(search, SearchQuery("late fee dollars", TODAY, state="TX"))
    assert elsewhere[0] == "The late fee is thirty-two dollars now."


async def test_the_agreement_date_governs_where_the_document_says_so(
    search: PolicySearch, documents: Path, ingest_url: str, encoder: Encoder
) -> None:
    _governed_by_agreement(documents)
    ingest(ingest_url, documents, "policies", encoder=encoder)
    old = await _texts(search, SearchQuery("late fee dollars", TODAY, agreement_date=date(2025, 3, 1)))
    assert old[0] == "The late fee was thirty dollars then."


def _governed_by_agreement(documents: Path) -> None:
    for file in documents.glob("POL-LATE-01*"):
        file.write_text(file.read_text().replace("governed_by: today", "governed_by: agreement"))


async def test_product_filter(search: PolicySearch) -> None:
    found = await search.search(SearchQuery("late fee rate", TODAY, product="instalment_loan"))
    assert {passage.document for passage in found} == {"POL-RATE-01"}


async def test_staff_text_is_found_by_staff_alone(search: PolicySearch, pool: AsyncConnectionPool) -> None:
    question = "agents may waive a late fee once"
    assert "POL-S-WAIVE-01" not in {one.document for one in await search.search(SearchQuery(question, TODAY, k=50))}
    staff = await search.search(SearchQuery(question, TODAY, audience="staff"))
    assert staff[0].document == "POL-S-WAIVE-01"
    # The same pooled connection afterwards: the setting ended with its transaction.
    assert "POL-S-WAIVE-01" not in {one.document for one in await search.search(SearchQuery(question, TODAY, k=50))}
    with pytest.raises(UnknownDocument):
        await show(pool, "POL-S-WAIVE-01")
    assert (await show(pool, "POL-S-WAIVE-01", audience="staff"))["sections"][0]["section"] == "says"


@pytest.mark.parametrize("table", ["documents", "sections", "passages", "cues", "sentences"])
async def test_the_database_itself_hides_staff_text_and_refuses_writes(pool: AsyncConnectionPool, table: str) -> None:
    async with pool.connection() as connection:
        hidden = sql.SQL("SELECT count(*) FROM policies.{} WHERE audience = 'staff'").format(sql.Identifier(table))
        cursor = await connection.execute(hidden)
        assert await cursor.fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute(sql.SQL("DELETE FROM policies.{}").format(sql.Identifier(table)))
        await connection.rollback()


async def test_collections_do_not_mix(search: PolicySearch) -> None:
    laws = await search.search(SearchQuery("late fee rule", TODAY, "regulations", k=10))
    assert {passage.cite for passage in laws} == {"1 X 1", "1 X 2", "1 X 3"}
    assert all(one.cite is None for one in await search.search(SearchQuery("late fee rule", TODAY, k=50)))


@pytest.mark.parametrize("text", ["", "   ", "\x00", "'; DROP TABLE x; --", "🙂" * 5000, "<-> & | ! ()", "a" * 100_000])
async def test_strange_questions_do_no_harm(search: PolicySearch, text: str) -> None:
    found = await search.search(SearchQuery(text, TODAY))
    assert len(found) <= 5


async def test_sentences_are_verbatim_and_nearest_first(search: PolicySearch, encoder: Encoder) -> None:
    question = "late fee is thirty-two dollars"
    found = await search.search(SearchQuery(question, TODAY))
    sentences = best_sentences(encoder, question, found, 2)
    assert sentences[0].text == "The late fee is thirty-two dollars now."
    assert all(one.text in one.passage.text for one in sentences)
    assert sentences[0].score >= sentences[-1].score
    assert 0 < support(Asked(question), found, encoder)[0] < 1
    assert support(Asked(question), [], encoder) == (0, False)


async def test_show_gives_the_newest_version_and_a_named_one(pool: AsyncConnectionPool) -> None:
    assert (await show(pool, "POL-LATE-01"))["version"] == "2"
    assert (await show(pool, "POL-LATE-01", "1"))["sections"][0]["text"] == "The late fee was thirty dollars then."
    assert "fifteen" in (await show(pool, "POL-LATE-01", state="CA"))["sections"][0]["text"]
