"""Who may ask what: tokens, others' accounts, scopes and roles; every refusal is a problem document."""

from accounts.contract.target import Failed, Target, expect, names_of

_UNKNOWN = {"CL": "CL-999999", "IL": "IL-999999"}


def tokens_are_asked_for(target: Target) -> None:
    """Without a token, with a garbled one: 401 that says how to authenticate."""
    for headers in ({}, {"Authorization": "Bearer none.of.this"}, {"Authorization": "Basic Og=="}):
        refused = target.send("GET", "/v1/accounts", None, headers=headers)
        target.problem(refused, 401)
        expect("www-authenticate" in refused.headers, "a 401 without WWW-Authenticate")


def open_without_token(target: Target) -> None:
    """Health and the business date need no token."""
    for path in ("/healthz", "/v1/business-date"):
        target.good(target.send("GET", path, None))


def others_do_not_exist(target: Target) -> None:
    """What belongs to somebody else answers 404 in the words for what does not exist at all."""
    others = target.get("/v1/accounts", "other")["accounts"]
    own = {each["account_id"] for each in target.accounts()}
    for each in others:
        account_id = str(each["account_id"])
        if account_id in own:
            raise Failed("the tokens `borrower` and `other` see the same account")
        unknown = _UNKNOWN[account_id[:2]]
        for path, item in target.document["paths"].items():
            if "get" not in item or "{account_id}" not in path or not names_of(path) <= {"account_id", "which"}:
                continue
            theirs, nobodys = (
                target.problem(target.send("GET", path.format(account_id=name, which="latest")), 404)
                for name in (account_id, unknown)
            )
            same = theirs["detail"].replace(account_id, unknown) == nobodys["detail"]
            expect(same, f"GET {path} tells that {account_id} exists")


def others_are_not_written_to(target: Target) -> None:
    """A write on somebody else's account is a 404 as well."""
    for each in target.get("/v1/accounts", "other")["accounts"]:
        path = f"/v1/accounts/{each['account_id']}/payments"
        target.problem(target.write("POST", path, {"amount_cents": 100}), 404)


def reading_is_not_writing(target: Target) -> None:
    """A token without the scope accounts:write writes nothing."""
    path = f"/v1/accounts/{target.account()}/payments"
    target.problem(target.write("POST", path, {"amount_cents": 100}, "reader"), 403)


def trying_is_not_writing(target: Target) -> None:
    """A token with accounts:preview tries writes out and writes nothing; one that only reads does not even try."""
    path, body = f"/v1/accounts/{target.account()}/payments", {"amount_cents": 100}
    tried = {"dry_run": "true"}
    refused = target.problem(target.write("POST", path, body, "reader", params=tried), 403, "scope-missing")
    expect("accounts:preview" in refused["detail"], "the refusal of a try does not name the scope that it needs")
    answer = target.write("POST", path, body, "previewer", params=tried)
    if answer.status_code != 409:
        expect(target.good(answer)["status"] == "preview", "a try is not marked as a preview")
    for params in ({}, {"dry_run": "false"}):
        refused = target.problem(target.write("POST", path, body, "previewer", params=params), 403, "scope-missing")
        expect("accounts:write" in refused["detail"], "the refusal of a write does not name the scope that it needs")


def staff_commands_are_theirs(target: Target) -> None:
    """A borrower does not record payments."""
    path = f"/v1/accounts/{target.account()}/payments/received"
    body = {"amount_cents": 100, "source": "mail"}
    target.problem(target.write("POST", path, body, params={"dry_run": "true"}), 403, "not-permitted")


def staff_see_whom_they_serve(target: Target) -> None:
    """A member of staff reads the accounts of the borrower that the token names, and may try out staff's commands."""
    served = target.get("/v1/accounts", "support_agent")["accounts"]
    own = {each["account_id"] for each in target.accounts()}
    expect({each["account_id"] for each in served} == own, "staff do not see the accounts of the borrower they serve")
    path = f"/v1/accounts/{target.account()}/payments/received"
    body = {"amount_cents": 100, "source": "mail"}
    tried = target.good(target.write("POST", path, body, "support_agent", params={"dry_run": "true"}))
    expect(tried["status"] == "preview", "staff could not try out the recording of a payment")


def unknown_paths(target: Target) -> None:
    """What is no part of the interface is a 404, a wrong method a 405; both are problem documents."""
    target.problem(target.send("GET", "/v1/no-such-thing"), 404)
    target.problem(target.send("DELETE", "/v1/accounts"), 405)


def invalid_requests(target: Target) -> None:
    """What a schema does not allow is a 422 that names it."""
    path = f"/v1/accounts/{target.account()}"
    for query in ("transactions?limit=0", "transactions?from=7", "transactions?kind=gift", "payments?limit=many"):
        target.problem(target.send("GET", f"{path}/{query}"), 422, "invalid-request")
    for body in ({}, {"amount_cents": "much"}, {"amount_cents": -5}, {"amount_cents": 100, "colour": "red"}):
        target.problem(target.write("POST", f"{path}/payments", body), 422, "invalid-request")
