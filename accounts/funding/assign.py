"""A dated run: each receivable that qualifies goes to one pool; those that ought to leave theirs are listed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import psycopg

from accounts import rows
from accounts.funding import breaches, ledger
from accounts.funding.carry import carry_to_cutoff
from accounts.funding.choose import Candidate, choose
from accounts.funding.facts import AccountFacts, pages
from accounts.funding.ledger import PoolEntry, PoolLine
from accounts.funding.once import Done, Order, Result, once, require_closed
from accounts.funding.pools import Pool, Rule, pools, rules_on
from accounts.ids import ident


@dataclass(slots=True)
class _Run:
    """What a run has gathered: who qualifies by rule, what pools hold by state, why accounts were turned away."""

    free: dict[str, list[AccountFacts]] = field(default_factory=lambda: defaultdict(list))
    held: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    turned_away: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    taken: set[str] = field(default_factory=set[str])


def assign(connection: psycopg.Connection, order: Order, on: date) -> Done:
    """Assign receivables as they stand at the close of `on`; the order's command id is the id of the run.

    Rules go by priority; a receivable goes to the first whose criteria and pool it meets and whose limits leave room.
    The days from the next one on belong to the pool. Raises Refused: a day not closed, a pool with later entries.
    """

    def effect() -> Result:
        require_closed(connection, on)
        all_pools = {pool.pool_id: pool for pool in pools(connection) if pool.opened_on - timedelta(days=1) <= on}
        for pool_id in all_pools:
            carry_to_cutoff(connection, pool_id, on, order.at)
        rules = rules_on(connection, on)
        run, found = _Run(), list[breaches.Breach]()
        for page in pages(connection, on):
            _sort(run, page, rules, all_pools, on)
            found += breaches.found_among(page, all_pools, on)
        listed = breaches.keep(connection, found, on)
        assigned, par = Counter[str](), Counter[str]()
        for rule in rules:
            chosen = _choose(run, rule, all_pools[rule.pool_id])
            _write(connection, order, rule, chosen, on)
            assigned[rule.pool_id] += len(chosen)
            par[rule.pool_id] += sum(facts.balance_cents for facts in chosen)
        away = {rule: dict(reasons) for rule, reasons in run.turned_away.items()}
        sums = {"assigned": dict(assigned), "par_cents": dict(par), "turned_away": away}
        return {"run_id": order.command_id, "cutoff_on": on, **sums, "candidates_for_repurchase": listed}

    return once(connection, order, "assign", {"cutoff_on": on}, effect)


def _sort(run: _Run, page: list[AccountFacts], rules: Sequence[Rule], known: dict[str, Pool], on: date) -> None:
    for facts in page:
        if facts.pool_id is not None:
            run.held[facts.pool_id][facts.state] += facts.balance_cents
            continue
        for rule in rules:
            unmet = known[rule.pool_id].eligibility.unmet(facts, on) or rule.criteria.unmet(facts, on)
            if unmet:
                run.turned_away[rule.rule_id][unmet[0]] += 1
            else:
                run.free[rule.rule_id].append(facts)


def _choose(run: _Run, rule: Rule, pool: Pool) -> list[AccountFacts]:
    free = {facts.account_id: facts for facts in run.free[rule.rule_id] if facts.account_id not in run.taken}
    offered = [Candidate(facts.account_id, facts.state, facts.balance_cents) for facts in free.values()]
    chosen = choose(offered, run.held[pool.pool_id], rule.state_limit_bps, pool.commitment_cents)
    if len(chosen) < len(offered):
        run.turned_away[rule.rule_id]["limits"] += len(offered) - len(chosen)
    for candidate in chosen:
        run.taken.add(candidate.account_id)
        run.held[pool.pool_id][candidate.state] += candidate.balance_cents
    return [free[candidate.account_id] for candidate in chosen]


def _write(connection: psycopg.Connection, order: Order, rule: Rule, chosen: list[AccountFacts], on: date) -> None:
    """Contribute the receivables at par: the lender has an interest in the pool for them until they are sold."""
    if not chosen:
        return
    made = [
        {
            "assignment_id": ident("FA", f"{order.command_id}:{facts.account_id}"),
            "account_id": facts.account_id,
            "borrower_id": facts.borrower_id,
            "pool_id": rule.pool_id,
            "rule_id": rule.rule_id,
            "run_id": order.command_id,
            "from_on": on + timedelta(days=1),
        }
        for facts in chosen
    ]
    rows.insert(connection, "funding_assignments", made)
    lines = [line for facts in chosen for line in receivable_lines(facts)]
    par = ledger.total(lines)
    lines += [PoolLine(ledger.ORIGINATOR, -par)]
    lines += [PoolLine(ledger.INTEREST_IN_POOLS, par), PoolLine(ledger.TRANSFERRED, -par)]
    text = f"{len(chosen)} receivables contributed under rule {rule.rule_id}"
    command = f"{order.command_id}:{rule.rule_id}"
    ledger.post(connection, PoolEntry(command, rule.pool_id, "assignment", on, order.at, text, tuple(lines)))


def receivable_lines(facts: AccountFacts, sign: int = 1) -> list[PoolLine]:
    """An account's receivable as postings into (1) or out of (-1) a pool."""
    parts = {
        "principal": facts.net_principal_cents,
        "interest": facts.net_interest_cents,
        "fees": facts.net_fees_cents,
    }
    return [
        PoolLine(ledger.RECEIVABLES[name], sign * cents, facts.account_id, facts.borrower_id)
        for name, cents in parts.items()
        if cents
    ]
