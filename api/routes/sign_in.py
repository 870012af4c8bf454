"""How people sign in here: what the sign-in page asks before it shows anything."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from assistant.settings import Settings

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
