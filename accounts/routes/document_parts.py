"""What the OpenAPI document says in words: tags, problems by status, headers, parameters of every path."""

from typing import Any

Json = dict[str, Any]

DESCRIPTION = """\
The lender's account system: reads and writes of cash lines and instalment loans. A lender's own system stands in by
implementing this contract; `assist accounts verify --url URL --token-file FILE` checks it. Money is integer cents of
`currency`, rates are basis points, dates are ISO 8601 and instants are UTC. Every error is a problem document
(RFC 9457).
"""

TAGS = {
    "service": "Health and the business date; no token needed.",
    "borrower": "The caller, their flags, contact, consents and complaints.",
    "applications": "Applications for accounts and for more credit.",
    "accounts": "The caller's accounts and what they owe.",
    "statements": "Statements with their line items and interest.",
    "activity": "Transactions, schedules and what is on its way.",
    "draws": "Draws on a Cash Line.",
    "payments": "Payments: made, recorded, cancelled, returned.",
    "autopay": "Automatic payments.",
    "fees": "Fees, waived and reversed.",
    "credits": "Refunds, goodwill and recoveries.",
    "care": "Hardship options and disputes at a glance.",
    "disputes": "Disputes: opened, proven, credited meanwhile, resolved, with their statutory clocks.",
    "hardship": "Hardship plans, and cover by the Military Lending Act.",
    "people": "Contact preferences, consents, authorised third parties, flags.",
    "commands": "What became of the caller's own writes.",
    "complaints": "Complaints and their answers.",
    "ledger": "The whole ledger, for auditors.",
    "directory": "The seeded people, for services.",
    "funding": "Funding pools: assignment, sale, repurchase, remittance; for services and auditors.",
}

PROBLEM: Json = {
    "title": "Problem",
    "description": "What went wrong and what to do. Source: RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What happened here, and what to do about it."},
        "code": {"type": "string", "pattern": "^[a-z0-9-]+$", "description": "The last part of `type`; stable."},
        "reasons": {
            "type": "array",
            "description": "Why a write is not possible, in sentences for the person who asked.",
            "items": {
                "type": "object",
                "required": ["code", "text"],
                "properties": {"code": {"type": "string"}, "text": {"type": "string"}},
            },
        },
    },
}

PROBLEMS: dict[int, tuple[str, str, str, str]] = {
    401: ("Unauthorised", "invalid-token", "The token was not accepted", "The token has expired; ask for a new one."),
    403: ("Forbidden", "not-permitted", "This is not possible now", "A borrower may not do this; it needs supervisor."),
    404: ("NotFound", "not-found", "Not found", "No account CL-999999 belongs to this caller."),
    409: (
        "Conflict",
        "draw-not-possible",
        "This is not possible now",
        "A draw is from $50 up to the available credit.",
    ),
    412: ("Stale", "stale", "The resource has changed since", "The autopay is not as you saw it any more."),
    422: ("Invalid", "invalid-request", "The request is not valid", "body.amount_cents: Field required"),
    428: ("MatchMissing", "if-match-required", "This edit needs the header If-Match", "Read the autopay first."),
    503: (
        "Unavailable",
        "database-down",
        "The account system cannot read its books",
        "Nothing was changed; ask again.",
    ),
}
"""Status: name of the shared answer, and an example's code, title and detail."""

MEANS = {
    401: "The token is missing, expired or not for this service.",
    403: "The token's role or scope does not allow this; nothing was changed.",
    404: "Nothing of this id belongs to the caller; whether it exists for somebody else is not told.",
    409: "Not possible as things stand (`reasons` say why), or the Idempotency-Key came with other content before.",
    412: "The resource has changed since it was read: read it again and send its new ETag.",
    422: "The request is not valid; `detail` names the field.",
    428: "The edit came without If-Match.",
    503: "The books are out of reach or empty; nothing was changed, ask again.",
}

PROBLEM_HEADERS: dict[int, Json] = {
    401: {"WWW-Authenticate": {"description": "How to authenticate.", "required": True, "schema": {"type": "string"}}},
    503: {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
}

REPLAYED: Json = {
    "description": "`true` where the same key and content had been given before: this is the first answer again.",
    "schema": {"type": "string", "enum": ["true"]},
}
ETAG: Json = {
    "description": "The state of the resource; a change sends it as If-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9a-f]+"$'},
}

PARAMETERS = {
    "account_id": ("The account's id.", "CL-104233"),
    "which": ("A statement's id, `latest`, or the month (YYYY-MM) in which its period ended.", "latest"),
    "from": ("The first day, YYYY-MM-DD.", "2026-04-01"),
    "to": ("The last day, YYYY-MM-DD.", "2026-04-30"),
    "date": ("The day on which the payoff would be paid, YYYY-MM-DD; absent: the business date.", "2026-05-15"),
    "kind": ("Only transactions of this kind.", "payment"),
    "key": ("The Idempotency-Key of the write.", "5f0c7a52-3c0e-4d0e-9f52-9d1f6c1f2a10"),
}
"""Parameters that need the same words wherever they stand: description and example."""

SECURITY: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An EdDSA JWT of the issuer, audience `accounts`, with scope `accounts:read`, to write also "
        "`accounts:write`; `accounts:preview` tries writes out (`dry_run`) and nothing else. `sub` is the borrower "
        "with role `borrower`; staff and authorised third parties name whom they serve in the claim `borrower`.",
    }
}


def problem_answer(status: int) -> Json:
    """The shared answer of a status, with an example."""
    _, code, title, detail = PROBLEMS[status]
    example = {"type": f"https://dev.tidewell.example/problems/{code}", "title": title, "status": status}
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": {**example, "detail": detail, "code": code},
    }
    answer: Json = {"description": MEANS[status], "content": {"application/problem+json": content}}
    return {**answer, "headers": PROBLEM_HEADERS[status]} if status in PROBLEM_HEADERS else answer
