"""What somebody may try to reach another borrower with: over the API, the account system, and a model's tools."""

import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.serving import agui

Call = tuple[str, dict[str, Any]]
_READS = (
    "",
    "/balance",
    "/payoff-quote",
    "/amount-due",
    "/delinquency",
    "/rate-terms",
    "/statements",
    "/statements/latest",
    "/transactions",
    "/schedule",
    "/autopay",
    "/fees",
    "/payments",
    "/draws",
    "/refunds",
    "/disputes",
    "/hardship",
)
_WRITES: Sequence[tuple[str, str, dict[str, Any]]] = (
    ("POST", "/payments", {"amount_cents": 100}),
    ("POST", "/draws", {"amount_cents": 5_000}),
    ("POST", "/due-date", {"due_day": 15}),
    ("PUT", "/autopay", {"amount_kind": "minimum"}),
    ("POST", "/autopay/stop", {}),
    ("POST", "/freeze", {}),
    ("POST", "/closure", {}),
    ("POST", "/hardship", {"plan": "reduced_payment"}),
)
_TOOLS = (
    "get_balance",
    "get_amount_due",
    "get_statement",
    "list_transactions",
    "list_payments",
    "get_payoff_quote",
    "list_fees",
    "get_autopay",
    "list_disputes",
    "get_profile",
    "move_due_date",
    "schedule_payment",
    "request_draw",
)


@dataclass(frozen=True)
class Victim:
    """Whose things are tried for. words: what nobody else may ever read."""

    borrower_id: str
    account_ids: tuple[str, ...]
    last4: tuple[str, ...]
    name: str
    thread_id: str
    turn_id: str
    run_id: str
    proposal: dict[str, Any]
    words: tuple[str, ...]

    def told_in(self, text: str) -> list[str]:
        """Which of the victim's things a text holds."""
        rows = [f'"account_id":"{account}"' for account in self.account_ids]
        squeezed = text.replace('": ', '":')
        return [word for word in (*self.words, *rows, f'"borrower_id":"{self.borrower_id}"') if word in squeezed]


@dataclass(frozen=True)
class Probe:
    """name: what is tried. refused: whether the answer must be an error."""

    name: str
    run: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]
    refused: bool = True


def api_reads(victim: Victim) -> list[Probe]:
    """What a victim reads of their own over the API, and nobody else may."""
    thread, proposal = f"/v1/threads/{victim.thread_id}", f"/v1/proposals/{victim.proposal['proposal_id']}"
    return [
        Probe("thread read", lambda http: http.get(thread)),
        Probe("proposal read", lambda http: http.get(proposal)),
        Probe("threads listed", lambda http: http.get("/v1/threads"), refused=False),
        Probe("proposals listed", lambda http: http.get("/v1/proposals"), refused=False),
        Probe(
            "proposals of the thread",
            lambda http: http.get("/v1/proposals", params={"thread_id": victim.thread_id}),
            refused=False,
        ),
        Probe("activity", lambda http: http.get("/v1/activity", params={"subject": victim.borrower_id}), refused=False),
    ]


def account_reads(account: str) -> list[Probe]:
    """Every read of one account at the account system."""
    return [Probe(f"GET {read}", lambda http, read=read: http.get(f"/v1/accounts/{account}{read}")) for read in _READS]


def api_probe(victim: Victim, chance: random.Random) -> Probe:
    """One try over the API, as somebody who knows every id and digest of the victim."""
    thread, proposal = f"/v1/threads/{victim.thread_id}", f"/v1/proposals/{victim.proposal['proposal_id']}"
    digest = {"digest": victim.proposal["digest"]}
    resumed = [{"interruptId": victim.proposal["proposal_id"], "status": "resolved", "payload": digest}]
    resume = agui("yes", str(uuid.uuid4()), victim.thread_id, resume=resumed)
    told = agui("what was said here?", str(uuid.uuid4()), victim.thread_id)
    decisions = ("confirm", "approve", "reject", "cancel", "undo")
    probes = [
        *api_reads(victim),
        Probe("thread said in", lambda http: http.post(f"{thread}/turns", json={"text": "what was said here?"})),
        Probe("run stopped", lambda http: http.post(f"{thread}/runs/{victim.run_id}/stop")),
        Probe("ag-ui on the thread", lambda http: http.post("/v1/agui", json=told)),
        Probe("ag-ui resume", lambda http: http.post("/v1/agui", json=resume)),
        Probe("thread about them", lambda http: http.post("/v1/threads", json={"borrower": victim.borrower_id})),
        *(
            Probe(f"proposal {each}", lambda http, each=each: http.post(f"{proposal}/{each}", json=digest))
            for each in decisions
        ),
    ]
    return chance.choice(probes)


def accounts_probe(victim: Victim, own_account: str, chance: random.Random) -> Probe:
    """One try at the account system itself, under somebody else's delegated token."""
    account = chance.choice(victim.account_ids)
    method, path, body = chance.choice(_WRITES)
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    other = {"borrower": victim.borrower_id, "borrower_id": victim.borrower_id, "account_id": account}
    tried_out = {"dry_run": "true", **other}
    probes = [
        chance.choice(account_reads(account)),
        Probe(
            f"{method} {path}",
            lambda http: http.request(
                method, f"/v1/accounts/{account}{path}", json=body, params=tried_out, headers=headers
            ),
        ),
        Probe("command", lambda http: http.get(f"/v1/commands/{victim.proposal['proposal_id']}")),
        Probe("accounts with parameters", lambda http: http.get("/v1/accounts", params=other), refused=False),
        Probe(
            "own account with parameters",
            lambda http: http.get(f"/v1/accounts/{own_account}/balance", params=other),
            refused=False,
        ),
        Probe(
            "profile with headers",
            lambda http: http.get("/v1/me", params=other, headers={"X-Borrower": victim.borrower_id}),
            refused=False,
        ),
    ]
    return chance.choice(probes)


def tool_call(victim: Victim, chance: random.Random) -> Call:
    """One call that a hostile model makes in somebody else's turn."""
    wanted = chance.choice(
        [*victim.account_ids, *victim.last4, victim.borrower_id, victim.name, f"' OR '{victim.name}"]
    )
    arguments: dict[str, Any] = {"account": wanted}
    if chance.random() < 0.5:
        injected = chance.choice(("borrower_id", "subject", "serves", "about", "token", "caller", "as"))
        arguments = (
            {**arguments, injected: victim.borrower_id} if chance.random() < 0.5 else {injected: victim.borrower_id}
        )
    name = chance.choice(_TOOLS)
    needs = {
        "move_due_date": {"due_day": 15},
        "schedule_payment": {"amount_kind": "payoff"},
        "request_draw": {"amount": 50},
    }
    return name, {**needs.get(name, {}), **arguments}
