"""How people sign in here: what the sign-in page asks before it shows anything."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from api.auth import current_identity
from assistant.settings import Settings
from stack.issuer import Identity, TokenRejected

router = APIRouter(prefix="/v1/sign-in", tags=["sign-in"])


class SignInConfiguration(BaseModel):
    """development: pick one of the seeded people. oidc: code and PKCE at `authority`.

    step_up_acr: what to ask for (`acr_values`, with `max_age=0`) where a second factor is needed.
    """

    mode: Literal["development", "oidc"]
    authority: str | None = None
    client_id: str | None = None
    scope: str | None = None
    step_up_acr: str | None = None


@router.get("/configuration", response_model_exclude_none=True)
async def configuration(request: Request) -> SignInConfiguration:
    """Which sign-in is used, and where. It holds no secret."""
    settings: Settings = request.app.state.settings
    if not settings.oidc_issuer:
        return SignInConfiguration(mode="development")
    return SignInConfiguration(
        mode="oidc",
        authority=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        scope=settings.oidc_scope,
        step_up_acr=next(iter(settings.oidc_step_up_acr), None),
    )


class SignedIn(BaseModel):
    """Whom the token names here, by this service's own names of roles. assurance: 2 with a second factor."""

    name: str | None
    role: str
    assurance: int


@router.get("/me")
async def me(identity: Annotated[Identity | None, Depends(current_identity)]) -> SignedIn:
    """Who is signed in. The sign-in page asks: only the service knows how an issuer's claims become a role."""
    if identity is None:
        raise TokenRejected("Sign in first.")
    return SignedIn(name=identity.name, role=identity.role, assurance=identity.assurance)
