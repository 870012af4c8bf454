"""The development issuer: whose tokens count, for how long, and what a second factor adds; all by its own clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import jwt
import pytest

from stack.callers import caller_of, serving
from stack.issuer import DevelopmentIssuer, Identity, TokenRejected
from tests.clock import START, Clock

ANA = Identity("B-1", "borrower", "Ana", 1)


@pytest.fixture
def issuer(tmp_path: Path, clock: Clock) -> DevelopmentIssuer:
    return DevelopmentIssuer(tmp_path, clock)


def claims(issuer: DevelopmentIssuer, token: str) -> dict[str, object]:
    """What a delegated token says, its signature checked."""
    key = issuer.public_path.read_bytes()
    return jwt.decode(token, key, ["EdDSA"], audience="accounts", options={"verify_exp": False, "verify_iat": False})


def test_a_sign_in_has_one_factor_and_lasts_eight_hours(issuer: DevelopmentIssuer, clock: Clock) -> None:
    token = issuer.sign_in(ANA)
    assert issuer.verify(token) == ANA
    clock.now = START + timedelta(hours=8)
    with pytest.raises(TokenRejected, match="expired"):
        issuer.verify(token)


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-1)])
def test_a_token_of_a_clock_that_is_a_day_off_is_refused(
    tmp_path: Path, issuer: DevelopmentIssuer, skew: timedelta
) -> None:
    ahead = DevelopmentIssuer(tmp_path, lambda: START + skew)
    with pytest.raises(TokenRejected):
        issuer.verify(ahead.sign_in(ANA))


def test_a_second_factor_counts_for_ten_minutes(issuer: DevelopmentIssuer, clock: Clock) -> None:
    token = issuer.step_up(ANA)
    clock.now = START + timedelta(minutes=9, seconds=59)
    identity = issuer.verify(token)
    assert (identity.subject, identity.assurance, identity.second_factor_age_s) == ("B-1", 2, 599)
    clock.now = START + timedelta(minutes=10)
    with pytest.raises(TokenRejected, match="expired"):
        issuer.verify(token)


@pytest.mark.parametrize(
    "claim", [{"acr": 2}, {"acr": 2, "second_factor_at": "now"}, {"second_factor_at": 1778846400}, {"acr": 3}]
)
def test_a_claim_of_two_factors_without_its_instant_is_one_factor(
    tmp_path: Path, issuer: DevelopmentIssuer, claim: dict[str, object]
) -> None:
    base = {"sub": "B-1", "role": "borrower", "iss": "https://dev.tidewell.example/issuer", "aud": "assistant"}
    key = (tmp_path / "issuer" / "private.pem").read_bytes()
    token = jwt.encode({**base, **claim, "iat": START, "exp": START + timedelta(hours=1)}, key, algorithm="EdDSA")
    assert issuer.verify(token).assurance == 1


def test_a_long_token_keeps_no_old_second_factor(tmp_path: Path, issuer: DevelopmentIssuer, clock: Clock) -> None:
    base = {"sub": "B-1", "role": "borrower", "iss": "https://dev.tidewell.example/issuer", "aud": "assistant"}
    given = {"acr": 2, "second_factor_at": int(START.timestamp()), "iat": START, "exp": START + timedelta(hours=8)}
    token = jwt.encode({**base, **given}, (tmp_path / "issuer" / "private.pem").read_bytes(), algorithm="EdDSA")
    clock.now = START + timedelta(seconds=601)
    assert issuer.verify(token).assurance == 1


def test_tokens_of_others_are_refused(tmp_path: Path, issuer: DevelopmentIssuer, clock: Clock) -> None:
    stranger = DevelopmentIssuer(tmp_path / "stranger", clock)
    unsigned = jwt.encode({"sub": "B-1", "role": "borrower", "aud": "assistant"}, "", algorithm="none")
    symmetric = jwt.encode({"sub": "B-1", "role": "borrower", "aud": "assistant"}, "k" * 64, algorithm="HS256")
    tampered = _tampered(issuer.sign_in(ANA))
    for token in (
        stranger.sign_in(ANA),
        issuer.delegate("B-1", "borrower"),
        unsigned,
        symmetric,
        tampered,
        "",
        "x.y.z",
    ):
        with pytest.raises(TokenRejected):
            issuer.verify(token)


def _tampered(token: str) -> str:
    header, payload, signature = token.split(".")
    return ".".join((header, payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB"), signature))


def test_a_code_is_the_persons_own_and_of_the_moment(issuer: DevelopmentIssuer, clock: Clock) -> None:
    code, step = issuer.codes.code("B-1"), int(START.timestamp()) // 30
    assert len(code) == 6
    assert code.isdigit()
    assert issuer.codes.step_of("B-1", code) == step
    assert issuer.codes.step_of("B-2", code) is None
    clock.now = START + timedelta(seconds=30)
    assert issuer.codes.step_of("B-1", code) == step
    clock.now = START + timedelta(seconds=90)
    assert issuer.codes.step_of("B-1", code) is None


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-1)])
def test_a_code_of_a_clock_that_is_a_day_off_is_wrong(
    tmp_path: Path, issuer: DevelopmentIssuer, skew: timedelta
) -> None:
    other = DevelopmentIssuer(tmp_path, lambda: START + skew)
    assert issuer.codes.step_of("B-1", other.codes.code("B-1")) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "٣٣٣٣٣٣", "\ud800", "abcdef"])
def test_what_is_no_code_is_wrong(issuer: DevelopmentIssuer, code: str) -> None:
    assert issuer.codes.step_of("B-1", code) is None


def test_another_data_folder_has_other_codes(
    tmp_path: Path, issuer: DevelopmentIssuer, clock: Callable[[], datetime]
) -> None:
    elsewhere = DevelopmentIssuer(tmp_path / "elsewhere", clock)
    subjects = [f"B-{number}" for number in range(10)]
    assert [elsewhere.codes.code(each) for each in subjects] != [issuer.codes.code(each) for each in subjects]


def test_a_borrowers_turn_may_read_and_preview_and_nothing_else(issuer: DevelopmentIssuer) -> None:
    caller = caller_of(ANA, issuer)
    assert caller.token is not None
    told = claims(issuer, caller.token)
    assert (told["sub"], told["role"], told["scope"]) == ("B-1", "borrower", "accounts:read accounts:preview")
    assert told["exp"] == int((START + timedelta(minutes=5)).timestamp())
    assert "borrower" not in told


def test_staff_hold_no_token_until_they_serve_somebody(issuer: DevelopmentIssuer) -> None:
    agent = caller_of(Identity("S-1", "support_agent", "Sam", 1), issuer)
    assert (agent.token, agent.serves, agent.about) == (None, None, None)
    served = serving(agent, "B-1", issuer)
    assert served.token is not None
    assert served.about == "B-1"
    told = claims(issuer, served.token)
    assert (told["sub"], told["role"], told["borrower"]) == ("S-1", "support_agent", "B-1")
    assert told["scope"] == "accounts:read accounts:preview"


def test_a_third_party_serves_whom_the_token_names(issuer: DevelopmentIssuer) -> None:
    identity = Identity("TP-1", "third_party", "Ben", 1, "B-1", frozenset({"payments"}))
    caller = caller_of(issuer.verify(issuer.sign_in(identity)), issuer)
    assert (caller.about, caller.scopes) == ("B-1", frozenset({"payments"}))
    assert caller.token is not None
    assert claims(issuer, caller.token)["borrower"] == "B-1"
    with pytest.raises(TokenRejected, match="for whom"):
        caller_of(Identity("TP-1", "third_party", "Ben", 1), issuer)


@pytest.mark.parametrize("role", ["service", "assistant", "", "Borrower"])
def test_roles_that_no_person_has_are_refused(issuer: DevelopmentIssuer, role: str) -> None:
    with pytest.raises(TokenRejected):
        caller_of(Identity("X-1", role, None, 1), issuer)
