"""Care over HTTP: who may do what, receipts, ETags, and what the reads show afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from accounts.app import AppConfig, create_app
from accounts.commands.draws import RequestDraw
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, command_desk

NOW = datetime.combine(date(2026, 1, 20), time(10), EASTERN)
DISPUTE = {"dispute_kind": "billing_error", "amount_cents": 40_000, "description": "I did not make this draw."}


@dataclass
class Caller:
    """Speaks with the service as somebody; each write has a key of its own."""

    http: TestClient
    token: str
    keys: list[str] = field(default_factory=list[str])

    def get(self, path: str) -> Any:
        return self.http.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def send(self, path: str, body: object = None, method: str = "POST", **headers: str) -> Any:
        self.keys.append("key")
        always = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"k-{len(self.keys)}"}
        return self.http.request(method, path, json=body, headers=always | headers)

    def done(self, path: str, body: object = None) -> dict[str, Any]:
        answer = self.send(path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()["resource"]


@dataclass
class Callers:
    """The borrower, a support agent and a supervisor who serve them, and another borrower."""

    borrower: Caller
    agent: Caller
    supervisor: Caller
    stranger: Caller


@pytest.fixture
def callers(accounts_db: Database, issuer: Any) -> Iterator[Callers]:
    with command_desk(accounts_db) as desk:
        desk.line()
        desk.person("B-2")
        desk.give(RequestDraw(amount_cents=40_000))
        desk.close_until(NOW.date())
        desk.connection.commit()
    url, staff = accounts_db.url("accounts_api"), accounts_db.url("accounts_staff")
    app = create_app(AppConfig(url, issuer.public_file, staff_url=staff, clock=lambda: NOW))
    with TestClient(app) as http:
        scope = "accounts:read accounts:write"
        own, other = issuer.token("B-1", scope=scope), issuer.token("B-2", scope=scope)
        served = [issuer.token(f"{r}-1", r, scope=scope, borrower="B-1") for r in ("support_agent", "supervisor")]
        yield Callers(*(Caller(http, token) for token in (own, *served, other)))


def opened(callers: Callers) -> str:
    return callers.borrower.done(f"/v1/accounts/{LINE}/disputes", DISPUTE)["dispute_id"]


def test_a_dispute_runs_from_chat_to_its_correction(callers: Callers) -> None:
    path = f"/v1/accounts/{LINE}/disputes/{opened(callers)}"
    proof = {"evidence_kind": "receipt", "description": "I was at work."}
    assert callers.borrower.done(f"{path}/evidence", proof)["evidence_id"].startswith("EV-")
    callers.agent.done(f"{path}/acknowledge")
    callers.supervisor.done(f"{path}/provisional-credit", {})
    callers.supervisor.done(f"{path}/resolve", {"outcome": "for_borrower"})
    whole = callers.borrower.get(path).json()
    assert whole["status"] == "resolved_for_borrower"
    assert [event["kind"] for event in whole["events"]] == [
        *("opened", "evidence", "acknowledged", "provisional_credit", "resolved_for_borrower"),
    ]
    assert whole["evidence"][0]["description"] == "I was at work."
    assert callers.borrower.get(f"/v1/accounts/{LINE}/disputes").json()["disputes"][0]["description"]


def test_the_clock_says_what_is_due_and_whether_rights_are_kept(callers: Callers) -> None:
    dispute = opened(callers)
    clock = callers.borrower.get(f"/v1/accounts/{LINE}/disputes/{dispute}/clock").json()
    found = [(each["name"], each["due_on"], each["standing"]) for each in clock["milestones"]]
    assert found == [("acknowledge", "2026-02-19", "ahead"), ("resolve", "2026-04-12", "ahead")]
    assert clock["overdue"] is False
    assert "rights_kept" not in clock
    letter = {"evidence_kind": "written_notice", "document_ref": "DOC-1"}
    callers.agent.done(f"/v1/accounts/{LINE}/disputes/{dispute}/evidence", letter)
    clock = callers.borrower.get(f"/v1/accounts/{LINE}/disputes/{dispute}/clock").json()
    assert clock["rights_kept"] is True


def test_a_borrower_does_not_do_what_staff_do(callers: Callers) -> None:
    dispute = opened(callers)
    refused = [
        callers.borrower.send(f"/v1/accounts/{LINE}/disputes/{dispute}/acknowledge"),
        callers.borrower.send("/v1/me/flags", {"flag": "servicemember", "since": "2026-01-05"}),
        callers.borrower.send(f"/v1/accounts/{LINE}/hardship/end", {"why": "borrower_asked"}),
    ]
    assert {(each.status_code, each.json()["code"]) for each in refused} == {(403, "not-permitted")}


def test_nobody_touches_anothers_dispute(callers: Callers) -> None:
    dispute = opened(callers)
    path = f"/v1/accounts/{LINE}/disputes/{dispute}"
    answers = [callers.stranger.get(path), callers.stranger.send(f"{path}/withdraw")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert callers.borrower.get(path).json()["status"] == "open"


def test_a_dispute_that_is_not_there_is_not_found(callers: Callers) -> None:
    path = f"/v1/accounts/{LINE}/disputes/DP-0000000000"
    assert callers.borrower.get(path).status_code == 404
    assert callers.borrower.send(f"{path}/withdraw").status_code == 404
    assert callers.borrower.send(f"/v1/accounts/{LINE}/disputes/x/withdraw").status_code == 422


def test_contact_preferences_are_edited_on_the_state_that_was_seen(callers: Callers) -> None:
    wish = {"channel": "text", "language": "es", "phone": "+13025550142"}
    seen = callers.borrower.get("/v1/me/contact")
    assert (seen.json()["channel"], seen.json()["language"]) == ("in_app", "en")
    assert callers.borrower.send("/v1/me/contact", wish, "PUT").status_code == 428
    edit = {"If-Match": seen.headers["ETag"]}
    first = callers.borrower.send("/v1/me/contact", wish, "PUT", **edit)
    assert first.status_code == 200, first.text
    assert callers.borrower.send("/v1/me/contact", wish, "PUT", **edit).status_code == 412
    now = callers.borrower.get("/v1/me/contact")
    assert now.headers["ETag"] == first.headers["ETag"]
    assert now.json()["phone"] == "+*********42"
    assert callers.stranger.get("/v1/me/contact").json()["channel"] == "in_app"


def test_consents_third_parties_and_complaints_are_read_by_their_borrower_alone(callers: Callers) -> None:
    callers.borrower.done("/v1/me/consents", {"consent": "marketing", "wording_version": "M-1"})
    callers.borrower.done("/v1/me/consents/marketing/withdraw", {})
    party = {"name": "Maria Lopez", "relationship": "family", "scopes": ["information"], "until": "2026-02-01"}
    known = callers.borrower.done("/v1/me/third-parties", party)["third_party_id"]
    complaint = callers.borrower.done("/v1/me/complaints", {"category": "service", "text": "Nobody called."})
    answer = {"outcome": "explained", "answer": "We are sorry."}
    callers.agent.done(f"/v1/me/complaints/{complaint['complaint_id']}/answer", answer)
    assert callers.borrower.get("/v1/me/consents").json()["consents"][0]["status"] == "withdrawn"
    (shown,) = callers.borrower.get("/v1/me/third-parties").json()["third_parties"]
    assert (shown["third_party_id"], shown["name"]) == (known, "Maria Lopez")
    (told,) = callers.borrower.get("/v1/me/complaints").json()["complaints"]
    assert (told["text"], told["answer"], told["overdue"]) == ("Nobody called.", "We are sorry.", False)
    for path in ("consents", "third-parties", "complaints", "flags"):
        name = path.replace("-", "_")
        assert callers.stranger.get(f"/v1/me/{path}").json()[name] == []


def test_a_flag_set_by_staff_shows_what_it_stops(callers: Callers) -> None:
    callers.agent.done("/v1/me/flags", {"flag": "attorney_represented", "since": "2026-01-20"})
    (flag,) = callers.borrower.get("/v1/me/flags").json()["flags"]
    assert (flag["holds"], flag["stops_autopay"], flag["stops_late_fees"]) == (True, True, False)
    callers.agent.done("/v1/me/flags/attorney_represented/end", {})


def test_a_hardship_plan_too_early_is_refused_with_its_reasons(callers: Callers) -> None:
    refused = callers.borrower.send(
        f"/v1/accounts/{LINE}/hardship", {"plan_id": "relief-6", "income_change": "job_lost"}
    )
    assert refused.status_code == 409
    assert refused.json()["reasons"] == [
        {"code": "not-eligible", "text": "The account has been open for less than 3 months."}
    ]


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 4001])
def test_words_that_cannot_be_kept_are_invalid(callers: Callers, text: str) -> None:
    assert callers.borrower.send("/v1/me/complaints", {"category": "other", "text": text}).status_code == 422


@pytest.mark.parametrize(
    "since", ["0001-01-01", "1999-12-31", "9999-12-31"], ids=["year one", "too long ago", "far ahead"]
)
def test_days_out_of_all_bounds_are_refused_and_break_nothing(callers: Callers, since: str) -> None:
    flag = {"flag": "servicemember", "since": since, "until": "9999-12-31"}
    assert callers.agent.send("/v1/me/flags", flag).status_code in (409, 422)
    assert callers.agent.send("/v1/me/flags/bankruptcy/end", {"last_day": since}).status_code == 409
    cover = {"opened_on": since, "certificate_ref": "DMDC-1"}
    assert callers.agent.send(f"/v1/accounts/{LINE}/covered-borrower", cover).status_code == 409


def test_half_a_character_is_invalid(callers: Callers) -> None:
    headers = {"Authorization": f"Bearer {callers.borrower.token}", "Idempotency-Key": "half"}
    body = b'{"category": "other", "text": "\\ud800"}'
    answer = callers.borrower.http.post(
        "/v1/me/complaints", content=body, headers=headers | {"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


def test_unknown_fields_are_refused(callers: Callers) -> None:
    body = {"outcome": "as_billed", "medical": "none of our business"}
    answer = callers.agent.send(f"/v1/accounts/{LINE}/disputes/{opened(callers)}/resolve", body)
    assert answer.status_code == 422
