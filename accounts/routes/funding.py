"""Funding pools over HTTP, for services and auditors: rules, runs, sales, repurchases, remittances."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.base import Reason, Refused
from accounts.funding import assign as runs
from accounts.funding import breaches, holdings, pools, remittance, settle, transfers
from accounts.routes import funding_answers as shapes
from accounts.routes.funding_desk import Ordering, Reading
from accounts.routes.receipts import Receipt

router = APIRouter(prefix="/v1/funding", tags=["funding"], responses={403: {}, 409: {}, 503: {}})
_POOL = {"pool_id": "harbor-2026", "name": "Harbor 2026", "investor": "Harbor Bank", "advance_bps": 8500}
_CRITERIA = {"products": ["cash_line"], "max_days_past_due": 29}
_RULE = {"rule_id": "current-lines", "pool_id": "harbor-2026", "priority": 10, "criteria": _CRITERIA}
_CUTOFF = {"cutoff_on": "2026-05-14"}
_LAST = {"on": "2026-06-30"}
_BACK = {**_CUTOFF, "account_ids": ["CL-104233"], "reason": "breach"}


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


@router.get("/pools")
def list_pools(reading: Reading) -> shapes.Pools:
    """All pools with their terms, holdings and borrowing base."""
    return shapes.Pools.model_validate({"pools": holdings.overview(reading)})


@router.post("/pools", status_code=201, response_model=Receipt)
def create_pool(
    desk: Ordering, body: Annotated[pools.NewPool, Body(examples=[_POOL | {"opened_on": "2026-05-01"}])]
) -> JSONResponse:
    """Service: open a pool."""
    return desk.run(lambda books, order: pools.create_pool(books, order, body), 201)


@router.post("/pools/{pool_id}/closure", response_model=Receipt)
def close_pool(
    desk: Ordering, pool_id: shapes.PoolPath, body: Annotated[shapes.Ending, Body(examples=[_LAST])]
) -> JSONResponse:
    """Service: close a pool to new receivables; what it holds runs off."""
    return desk.run(lambda books, order: pools.close_pool(books, order, pool_id, body.on))


@router.post("/rules", status_code=201, response_model=Receipt)
def add_assignment_rule(
    desk: Ordering, body: Annotated[pools.NewRule, Body(examples=[_RULE | {"effective_from": "2026-05-01"}])]
) -> JSONResponse:
    """Service: add a dated assignment rule."""
    return desk.run(lambda books, order: pools.add_rule(books, order, body), 201)


@router.post("/rules/{rule_id}/end", response_model=Receipt)
def end_assignment_rule(
    desk: Ordering, rule_id: shapes.RulePath, body: Annotated[shapes.Ending, Body(examples=[_LAST])]
) -> JSONResponse:
    """Service: let a rule end; runs dated later do not use it."""
    return desk.run(lambda books, order: pools.end_rule(books, order, rule_id, body.on))


@router.post("/runs", status_code=201, response_model=Receipt)
def assign_receivables(desk: Ordering, body: Annotated[shapes.Cutoff, Body(examples=[_CUTOFF])]) -> JSONResponse:
    """Service: assign receivables to pools by the rules, and list candidates for repurchase."""
    return desk.run(lambda books, order: runs.assign(books, order, body.cutoff_on), 201)


@router.get("/pools/{pool_id}/candidates")
def repurchase_candidates(reading: Reading, pool_id: shapes.PoolPath) -> shapes.Candidates:
    """The receivables that ought to be bought back, as the last run found them."""
    pools.load_pool(reading, pool_id)
    listed = [{"account_id": each, "reasons": why} for each, why in breaches.candidates(reading, pool_id).items()]
    return shapes.Candidates.model_validate({"pool_id": pool_id, "candidates": listed})


@router.post("/pools/{pool_id}/sales", status_code=201, response_model=Receipt)
def sell_receivables(
    desk: Ordering, pool_id: shapes.PoolPath, body: Annotated[shapes.Sale, Body(examples=[_CUTOFF])]
) -> JSONResponse:
    """Service: sell assigned receivables to their pool."""
    terms = (pool_id, body.cutoff_on, body.account_ids, body.price_bps)
    return desk.run(lambda books, order: transfers.sell(books, order, *terms), 201)


@router.post("/pools/{pool_id}/repurchases", status_code=201, response_model=Receipt)
def repurchase_receivables(
    desk: Ordering, pool_id: shapes.PoolPath, body: Annotated[shapes.Repurchase, Body(examples=[_BACK])]
) -> JSONResponse:
    """Service: take receivables out of their pool."""
    terms = (pool_id, body.cutoff_on, body.account_ids, body.reason, body.price_bps)
    return desk.run(lambda books, order: transfers.repurchase(books, order, *terms), 201)


@router.get("/pools/{pool_id}/remittances/{month}")
def read_remittance(reading: Reading, pool_id: shapes.PoolPath, month: shapes.MonthPath) -> shapes.RemittanceAnswer:
    """The report of a month whose entries the pool has; it is compared with the servicing ledger."""
    try:
        report = remittance.remittance(reading, pool_id, _month(month))
    except remittance.DoesNotTie as error:
        raise Refused("does-not-tie", [Reason("does-not-tie", str(error))]) from error
    return shapes.RemittanceAnswer.model_validate(report.plain())


@router.post("/pools/{pool_id}/activity", response_model=Receipt)
def carry_activity(
    desk: Ordering, pool_id: shapes.PoolPath, body: Annotated[shapes.Cutoff, Body(examples=[_CUTOFF])]
) -> JSONResponse:
    """Service: carry servicing entries up to a closed day into the pool's ledger, so that its report may be read."""
    return desk.run(lambda books, order: settle.carry_once(books, order, pool_id, body.cutoff_on))


@router.post("/pools/{pool_id}/remittances/{month}", status_code=201, response_model=Receipt)
def issue_remittance(desk: Ordering, pool_id: shapes.PoolPath, month: shapes.MonthPath) -> JSONResponse:
    """Service: carry the month, book servicing fee and payment, and keep the report."""
    return desk.run(lambda books, order: settle.issue(books, order, pool_id, _month(month)), 201)


@router.post("/remittances/{remittance_id}/withdrawal", response_model=Receipt)
def withdraw_remittance(desk: Ordering, remittance_id: shapes.RemittancePath) -> JSONResponse:
    """Service: take an issued remittance back by counter-entries."""
    return desk.run(lambda books, order: settle.withdraw(books, order, remittance_id))
