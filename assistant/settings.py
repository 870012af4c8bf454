"""Settings: the only place that reads the environment (`ASSIST_*`, plus the providers' usual key names)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _words(value: object) -> object:
    """A setting that lists words: separated by spaces or commas."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Origin = Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.*-]+(:[0-9]{1,5})?$")]


class Settings(BaseSettings):
    """What can be set from outside. Every value has a default that runs whole with no key and no network.

    model: `local`, `openai:NAME`, `anthropic:NAME`, or `compatible:NAME` with `model_base_url`.
    environment: outside development only approved prompt versions are served. prompt_version: which one; None takes the
    newest approved one, in development the files as they stand. prompts_dir: another folder of prompts.
    turn_deadline_s: a turn that takes longer ends as `failed`. max_steps: model calls in one turn.
    lease_s: a turn whose process has not been heard of for so long is taken over by another.
    sealing_keys: the keyring as JSON (`assistant.sealing`); absent, `keys/sealing.json` in the data folder.
    executor_id: of this executor, the same after a restart, another for each of several that run at a time.
    confirm_wait_s: how long a confirmation waits for its execution's end before it answers that it goes on.
    *_per_minute: allowances of turns and confirmations, which fill up again by as many a minute (assistant/rates.py).
    executor_database_url, durable_database_url: of an external database, as roles assistant_executor and durable_owner.
    desk_database_url: the same database as role assistant_desk; without it an external database serves no desk.
    webhook_url, webhook_secret: an outside desk that is told of hand-offs, and what signs it (docs/webhooks.md).
    pages_dir: another build of the pages than `api/pages`. embed_origins: whose pages may frame the chat.
    mcp_hosts: the names, without port, under which `/mcp` may be called.
    oidc_*: who signs people in outside of development (docs/sign-in.md). The issuer's address, our client there, what
    its tokens must be for, the claims that say who, role, borrower served and second factor, and where the account
    system's tokens come from (RFC 8693). oidc_client_key: PEM with which the service signs who acts when nobody is
    there; without it `issuer/private.pem` of the data folder.
    """

    model_config = SettingsConfigDict(env_prefix="ASSIST_", extra="ignore", populate_by_name=True)

    environment: Literal["development", "production"] = "development"
    data_dir: Path = Path(".data")
    port: int = 8080
    accounts_port: int = 8081
    database_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "ASSIST_DATABASE_URL")
    )
    accounts_url: str | None = Field(default=None, validation_alias=AliasChoices("ACCOUNTS_URL", "ASSIST_ACCOUNTS_URL"))
    model: str = "local"
    model_base_url: str | None = None
    openai_api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("OPENAI_API_KEY"))
    anthropic_api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("ANTHROPIC_API_KEY"))
    sealing_keys: SecretStr | None = None
    turn_deadline_s: float = 30.0
    model_deadline_s: float = 20.0
    prompts_dir: Path | None = None
    prompt_version: int | None = None
    max_steps: int = 4
    max_tool_calls: int = 12
    max_output_tokens: int = 1200
    max_message_chars: int = 8000
    lease_s: float = 10.0
    history_turns: int = 6
    db_pool_size: int = 8
    confirm_wait_s: float = 5.0
    turns_per_minute: int = 240
    confirmations_per_minute: int = 60
    anonymous_turns_per_minute: int = 120
    all_anonymous_turns_per_minute: int = 1200
    executor_port: int = 8082
    executor_id: str = "executor-1"
    executor_database_url: SecretStr | None = None
    durable_database_url: SecretStr | None = None
    desk_database_url: SecretStr | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    pages_dir: Path | None = None
    mcp_hosts: Words = ("127.0.0.1", "localhost", "[::1]")
    embed_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_words)] = ()
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_client_key: SecretStr | None = None
    oidc_audience: str = "assistant"
    oidc_accounts_audience: str = "accounts"
    oidc_scope: str = "openid profile offline_access"
    oidc_algorithms: Words = ("RS256", "PS256", "ES256", "EdDSA")
    oidc_subject_claim: str = "sub"
    oidc_role_claim: str = "role"
    oidc_role_names: dict[str, str] = {}
    oidc_borrower_claim: str = "borrower"
    oidc_step_up_acr: Words = ("2",)
