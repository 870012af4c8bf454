"""Staff read who asked for something and for whom by name; borrowers are told neither, and nothing waits for a name."""

from datetime import UTC, datetime
from typing import Any, cast

from api.names import Names
from assistant.proposals.view import ProposalView, Requires
from stack.issuer import DevelopmentIssuer
from tests.acting import Acting
from tests.integration.execution.test_second_person import borrower, proposed_waiver, staff
from tests.serving import Client
from tools.caller import Caller


async def test_staff_read_names_and_borrowers_do_not(acting: Acting) -> None:
    person, agent = borrower(acting, "current", "recent_late_fee"), acting.staff("support_agent")
    client = staff(acting, str(agent["borrower_id"]), "support_agent")
    proposal = await proposed_waiver(acting, client, person)
    one = (await client.get(f"/v1/proposals/{proposal['proposal_id']}")).json()
    assert (one["maker"], one["maker_name"]) == (agent["borrower_id"], agent["name"])
    assert (one["about"], one["about_name"]) == (person["borrower_id"], person["name"])
    assert (await acting.decide(client, proposal)).json()["about_name"] == person["name"]
    assert await names_of(acting.supervisor(), proposal) == (agent["name"], person["name"])
    assert await names_of(acting.client(person), proposal) in ((None, None), None)


async def names_of(client: Client, proposal: dict[str, Any]) -> tuple[str | None, str | None] | None:
    """maker_name and about_name in this person's list; None where it is not in it."""
    listed = cast("list[dict[str, Any]]", (await client.get("/v1/proposals")).json()["proposals"])
    found = (one for one in listed if one["proposal_id"] == proposal["proposal_id"])
    return next(((one["maker_name"], one["about_name"]) for one in found), None)


async def test_without_the_account_system_the_ids_stand(issuer: DevelopmentIssuer) -> None:
    names = Names("http://127.0.0.1:9", issuer)
    [view] = await names.put(Caller("S-201", "supervisor"), [proposed()])
    assert (view.maker, view.maker_name, view.about_name) == ("S-101", None, None)


def proposed() -> ProposalView:
    """A proposal as a supervisor sees it."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return ProposalView(
        proposal_id="p",
        thread_id="t",
        turn_id=None,
        tool="waive_fee",
        state="awaiting_approval",
        title="Waive a fee",
        says="",
        lines=[],
        before={},
        after={},
        risk="high",
        requires=Requires(assurance=1, approval="supervisor"),
        created_at=at,
        expires_at=at,
        digest="d",
        can=[],
        by_you=False,
        maker="S-101",
        about="B-1",
        receipt=None,
        undoes=None,
        undone_by=None,
    )
