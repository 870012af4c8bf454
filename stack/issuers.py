"""Which issuer signs people in: the development issuer, or the OpenID Connect issuer that the settings name."""

from pathlib import Path

import httpx

from assistant.settings import Settings
from stack.issuer import DevelopmentIssuer, Issuer
from stack.oidc import Claims, OidcIssuer
from stack.published_keys import Issuers, PublishedKeys
from stack.token_exchange import Client, TokenExchange

_TIMEOUT_S = 5.0


class SignInNotConfigured(RuntimeError):
    """Outside of development nobody can sign in with these settings; the message names what to set."""


def issuer_for(settings: Settings, folder: Path) -> Issuer:
    """The issuer of these settings. `folder`: the data folder with the service's own keys.

    Raises SignInNotConfigured in production without an issuer: the development issuer would let anybody in.
    """
    missing = [
        name
        for name, value in (
            ("ASSIST_OIDC_ISSUER", settings.oidc_issuer),
            ("ASSIST_OIDC_CLIENT_ID", settings.oidc_client_id),
        )
        if not value
    ]
    if not settings.oidc_issuer and settings.environment == "development":
        return DevelopmentIssuer(folder)
    if missing or not settings.oidc_issuer or not settings.oidc_client_id:
        raise SignInNotConfigured(
            f"Nobody could sign in: set {' and '.join(missing)} (docs/sign-in.md), or ASSIST_ENVIRONMENT=development "
            "for the seeded people."
        )
    if settings.environment == "production" and not settings.oidc_issuer.startswith("https://"):
        raise SignInNotConfigured("ASSIST_OIDC_ISSUER must be an https address outside of development.")
    return _oidc(settings, settings.oidc_issuer, settings.oidc_client_id, folder)


def _oidc(settings: Settings, address: str, client_id: str, folder: Path) -> OidcIssuer:
    issuer = Issuers(address, httpx.Client(timeout=_TIMEOUT_S, trust_env=False, follow_redirects=False))
    secret, key = settings.oidc_client_secret, settings.oidc_client_key
    client = Client(
        client_id,
        secret.get_secret_value() if secret else None,
        key.get_secret_value().encode() if key else DevelopmentIssuer(folder).private_pem,
        settings.oidc_accounts_audience,
    )
    claims = Claims(
        settings.oidc_audience,
        settings.oidc_subject_claim,
        settings.oidc_role_claim,
        settings.oidc_role_names,
        settings.oidc_borrower_claim,
        settings.oidc_step_up_acr,
    )
    exchange = TokenExchange(issuer, client)
    return OidcIssuer(address, PublishedKeys(issuer), exchange, claims, settings.oidc_algorithms)
