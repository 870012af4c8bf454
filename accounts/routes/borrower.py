"""The caller themselves, and the directory for services."""

from typing import Annotated

from fastapi import APIRouter, Depends

from accounts.reads import borrower
from accounts.reads.pages import Page
from accounts.routes.caller import Directory, Own, page

router = APIRouter(prefix="/v1")


@router.get("/me", tags=["borrower"])
async def me(reading: Own) -> borrower.Me:
    """The caller's profile with flags."""
    return await borrower.me(reading)


@router.get("/applications", tags=["applications"])
async def applications(reading: Own, page: Annotated[Page, Depends(page(100))]) -> borrower.Applications:
    """The caller's applications with recorded reasons."""
    return await borrower.applications(reading, page)


@router.get("/people", tags=["directory"])
async def people(reading: Directory, page: Annotated[Page, Depends(page(1000, 1000))]) -> borrower.People:
    """The seeded people, for a service's token."""
    return await borrower.people(reading, page)
