"""What the funding routes take and answer."""

from datetime import date
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from accounts.funding.pools import POOL_ID, Day
from accounts.funding.transfer_items import Reason
from accounts.reads.answers import Answer, Currency, Maybe

PoolPath = Annotated[str, Path(pattern=POOL_ID, examples=["harbor-warehouse"])]
RulePath = Annotated[str, Path(pattern=POOL_ID, examples=["warehouse-current"])]
MonthPath = Annotated[str, Path(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-04"])]
RemittancePath = Annotated[str, Path(pattern=r"^FR-[0-9a-f]{10}$", examples=["FR-5f3a9c01d2"])]
Accounts = Annotated[list[Annotated[str, Field(pattern=r"^(CL|IL)-[0-9]{6}$")]], Field(min_length=1, max_length=10_000)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cutoff(_Body):
    """A closed business day: receivables as they stand at its close."""

    cutoff_on: Day


class Ending(_Body):
    """The last day."""

    on: Day


class Sale(Cutoff):
    """Which assigned receivables to sell (absent: all that are not sold), at what price for principal."""

    account_ids: Accounts | None = None
    price_bps: int | None = Field(default=None, ge=0, le=20_000)


class Repurchase(Cutoff):
    """Which receivables to take back, why, at what price for principal."""

    account_ids: Accounts
    reason: Reason
    price_bps: int | None = Field(default=None, ge=0, le=20_000)


class PoolAnswer(Answer):
    """A pool: its terms, and what it holds at the close of `through_on`."""

    pool_id: str
    name: str
    investor: str
    currency: Currency
    advance_bps: int
    servicing_fee_bps: int
    price_bps: int
    commitment_cents: Maybe[int] = None
    eligibility: dict[str, Any]
    opened_on: date
    closed_on: Maybe[date] = None
    through_on: date
    accounts: int
    sold_accounts: int
    principal_cents: int
    interest_cents: int
    fees_cents: int
    breached_principal_cents: int
    borrowing_base_cents: int


class Pools(Answer):
    """All pools, by id."""

    pools: list[PoolAnswer]


class Candidate(Answer):
    """A receivable that ought to be bought back, and why."""

    account_id: str
    reasons: list[str]


class Candidates(Answer):
    """The candidates for repurchase of a pool, as its last run found them."""

    pool_id: str
    candidates: list[Candidate]


class RemittanceAnswer(Answer):
    """A remittance report; `movements` has principal, interest, fees and total by line. Amounts in cents."""

    pool_id: str
    month: str
    currency: Currency
    accounts_opening: int
    accounts_closing: int
    movements: dict[str, dict[str, int]]
    recoveries_cents: int
    repurchase_proceeds_cents: int
    draws_funded_cents: int
    servicing_fee_bps: int
    servicing_fee_cents: int
    amount_cents: int
