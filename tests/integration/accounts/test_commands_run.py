"""A command runs once per id, a refusal leaves nothing, a preview leaves nothing."""

from collections.abc import Iterator

import pytest

from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.ledger import CommandConflict
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk, command_desk


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        yield opened


def test_the_same_id_again_gives_the_first_result_and_has_no_second_effect(desk: CommandDesk) -> None:
    first = desk.give(RequestDraw(amount_cents=30_000), command_id="once")
    again = desk.give(RequestDraw(amount_cents=30_000), command_id="once")
    assert again.repeated
    assert again.result == first.result
    assert desk.one("SELECT count(*) FROM draws") == (1,)


def test_the_same_id_with_other_content_is_a_conflict(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=30_000), command_id="once")
    with pytest.raises(CommandConflict):
        desk.give(RequestDraw(amount_cents=30_001), command_id="once")


def test_a_refused_command_leaves_nothing_and_its_id_may_be_used_again(desk: CommandDesk) -> None:
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=200_001), command_id="retry")
    assert "available credit" in refused.value.reasons[0].text
    assert desk.one("SELECT count(*) FROM commands") == (0,)
    assert desk.give(RequestDraw(amount_cents=20_000), command_id="retry").result["status"] == "pending"


def test_a_preview_shows_before_and_after_and_keeps_nothing(desk: CommandDesk) -> None:
    tried = desk.preview(RequestDraw(amount_cents=30_000), LINE)
    assert tried.before is not None
    assert tried.after is not None
    assert desk.one("SELECT (SELECT count(*) FROM draws) + (SELECT count(*) FROM commands)") == (0,)
