"""Opens what an answer cites: a policy document with its sections, as the caller may see it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from api.auth import current_caller
from api.errors import NotFound
from policies.show import UnknownDocument, numbered, show
from tools.caller import Caller

router = APIRouter(prefix="/v1/policies", tags=["policies"])


@router.get("/{document}")
async def read(
    request: Request,
    document: str,
    caller: Annotated[Caller, Depends(current_caller)],
    version: str | None = None,
) -> dict[str, Any]:
    """One version of a document; without `version`, the newest. Staff documents exist for staff only."""
    if not (document + (version or "")).isprintable():
        raise NotFound("Document ids and versions look like POL-PAYOFF-01 and 2.")
    try:
        found = await show(
            request.app.state.pool, document, version, audience="staff" if caller.is_staff else "borrower"
        )
    except UnknownDocument as error:
        raise NotFound("No document of that id and version is indexed.") from error
    return {**found, "version": numbered(found["version"])}
