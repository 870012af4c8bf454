"""Whether the borrower's circumstances still allow what was confirmed: asked again of what needs two factors.

The account system does not know every rule about them (docs/permissions.md), and a flag may have been set since.
"""

from assistant.proposals.records import Receipt
from tools.authorize import Permissions
from tools.caller import STAFF, Caller
from tools.client import AccountsClient
from tools.drafting import Draft
from tools.permission_request import Accounts, Circumstances
from tools.write_guard import running

STOPPED = "circumstances-changed"


async def stopped(accounts: AccountsClient, permissions: Permissions, token: str, draft: Draft) -> Receipt | None:
    """The refusal where a flag that runs today stops the tool; None where nothing does. Raises ToolFailure.

    Only what needs two factors is asked about, and not what staff propose: no flag stops a credit or a correction.
    """
    if draft.assurance < 2 or draft.maker_role in STAFF:
        return None
    profile = await accounts.read("/v1/me", token)
    flags = running(profile.get("flags", []), await accounts.business_date())
    borrower = Caller(draft.about, "borrower", 2, "")
    decision = permissions.decide(borrower, draft.tool, Accounts(draft.about), Circumstances(flags))
    return None if decision.allowed else Receipt(outcome="refused", code=STOPPED, reasons=decision.says)
