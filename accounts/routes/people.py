"""The borrower as a person: contact preferences, consents, third parties, flags."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response
from fastapi.responses import JSONResponse

from accounts.commands.consents import ConsentKind, GiveConsent, Withdrawal, WithdrawConsent
from accounts.commands.contacts import SetContactPreferences
from accounts.commands.flags import EndFlag, FlagEnd, SetFlag
from accounts.commands.third_parties import AuthoriseThirdParty, Review, ReviewThirdParty, RevokeThirdParty
from accounts.posting.care import FlagKind
from accounts.reads import people
from accounts.reads.pages import Page
from accounts.routes.caller import Own, page
from accounts.routes.etags import Edited, IfMatch, tag_answer
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/me", tags=["people"])
ThirdPartyPath = Annotated[str, Path(pattern=r"^TP-[0-9a-f]{10}$", examples=["TP-5f3a9c01d2"])]
Listed = Annotated[Page, Depends(page(50))]
CONTACT = Edited(
    "contact preferences",
    "SELECT channel, language, quiet_from, quiet_until, time_zone, changed_at FROM contact_preferences "
    "WHERE borrower_id = %(borrower_id)s",
)
_CONTACT = {"channel": "text", "language": "es", "phone": "+13025550142", "time_zone": "America/Chicago"}
_PARTY = {"name": "Maria Lopez", "relationship": "credit_counselor", "scopes": ["information", "hardship"]}


@router.get("/contact")
async def get_contact(reading: Own, response: Response) -> people.Contact:
    """How to reach the borrower; phone and e-mail are masked. Its `ETag` goes into the next change."""
    await tag_answer(reading, response, CONTACT)
    return await people.contact(reading)


@router.put("/contact", response_model=Receipt, operation_id="set_contact_preferences")
def set_contact_preferences(
    writing: Writing, body: Annotated[SetContactPreferences, Body(examples=[_CONTACT])], if_match: IfMatch = None
) -> JSONResponse:
    """Change the contact preferences; phone and e-mail stay where they are left out."""
    return writing.edit(body, CONTACT, if_match)


@router.get("/consents")
async def list_consents(reading: Own, page: Listed) -> people.Consents:
    """Every consent with when it was given and withdrawn."""
    return await people.consents(reading, page)


@router.post("/consents", status_code=201, response_model=Receipt)
def give_consent(
    writing: Writing,
    body: Annotated[GiveConsent, Body(examples=[{"consent": "calls_texts", "wording_version": "TCPA-2026-01"}])],
) -> JSONResponse:
    """Give a consent; none is a condition of credit."""
    return writing.run(body, None, 201)


@router.post("/consents/{consent}/withdraw", response_model=Receipt)
def withdraw_consent(
    writing: Writing, consent: ConsentKind, body: Annotated[Withdrawal, Body(examples=[{"channel": "chat"}])]
) -> JSONResponse:
    """Withdraw a consent, at any time."""
    return writing.run(WithdrawConsent(consent=consent, channel=body.channel))


@router.get("/third-parties")
async def list_third_parties(reading: Own, page: Listed) -> people.ThirdParties:
    """Whom the borrower authorised to speak with us."""
    return await people.third_parties(reading, page)


@router.post("/third-parties", status_code=201, response_model=Receipt, operation_id="authorise_third_party")
def authorise_third_party(
    writing: Writing, body: Annotated[AuthoriseThirdParty, Body(examples=[_PARTY])]
) -> JSONResponse:
    """Authorise somebody for at most 12 months; a power of attorney is reviewed first."""
    return writing.run(body, None, 201)


@router.post("/third-parties/{third_party_id}/revoke", response_model=Receipt, operation_id="revoke_third_party")
def revoke_third_party(writing: Writing, third_party_id: ThirdPartyPath) -> JSONResponse:
    """End an authorisation at once."""
    return writing.run(RevokeThirdParty(third_party_id=third_party_id))


@router.post("/third-parties/{third_party_id}/review", response_model=Receipt, operation_id="review_third_party")
def review_third_party(
    writing: Writing, third_party_id: ThirdPartyPath, body: Annotated[Review, Body(examples=[{"accepted": True}])]
) -> JSONResponse:
    """Staff: accept or refuse a power of attorney."""
    return writing.run(ReviewThirdParty(third_party_id=third_party_id, accepted=body.accepted))


@router.get("/flags")
async def list_flags(reading: Own) -> people.Flags:
    """The borrower's flags, and what each stops."""
    return await people.flags(reading)


@router.post("/flags", status_code=201, response_model=Receipt)
def set_flag(
    writing: Writing,
    body: Annotated[SetFlag, Body(examples=[{"flag": "servicemember", "since": "2026-01-05"}])],
) -> JSONResponse:
    """Staff: flag the borrower, from an earlier day where it began then."""
    return writing.run(body, None, 201)


@router.post("/flags/{flag}/end", response_model=Receipt)
def end_flag(
    writing: Writing, flag: FlagKind, body: Annotated[FlagEnd, Body(examples=[{"restore_autopay": True}])]
) -> JSONResponse:
    """Staff: end a flag; autopay runs again only where it is asked for."""
    return writing.run(EndFlag(flag=flag, last_day=body.last_day, restore_autopay=body.restore_autopay))
