"""The caller themselves, and the directory for services."""

from fastapi import APIRouter

from accounts.reads import borrower
from accounts.routes.caller import Directory, Own

router = APIRouter(prefix="/v1")


@router.get("/me")
async def me(reading: Own) -> borrower.Me:
    """The caller's profile with flags."""
    return await borrower.me(reading)


@router.get("/applications")
async def applications(reading: Own) -> borrower.Applications:
    """The caller's applications with recorded reasons."""
    return await borrower.applications(reading)


@router.get("/people")
async def people(reading: Directory) -> borrower.People:
    """The seeded people, for a service's token."""
    return await borrower.people(reading)
