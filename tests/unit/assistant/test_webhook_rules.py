"""Where events may go and what signs them; when they are sent again."""

import pytest
from pydantic import ValidationError

from assistant.webhooks.endpoint import Endpoint, WebhookRefused
from assistant.webhooks.schedule import Schedule, load

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.mark.parametrize(
    "url", ["https://desk.example/hook", "http://127.0.0.1:9/x", "http://localhost/", "http://[::1]:9/"]
)
def test_addresses_that_may_be_told(url: str) -> None:
    assert Endpoint.of(url, SECRET).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/hook",
        "http://127.0.0.1.desk.example/",
        "http://localhost.desk.example/",
        "ftp://127.0.0.1/",
        "https://user:word@desk.example/",
        "https:///hook",
        "desk.example",
        "",
    ],
)
def test_addresses_that_may_not(url: str) -> None:
    with pytest.raises(WebhookRefused, match="ASSIST_WEBHOOK_URL must"):
        Endpoint.of(url, SECRET)


@pytest.mark.parametrize("secret", ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_***", "no-prefix"])
def test_a_secret_that_is_none_is_refused_without_being_told(secret: str) -> None:
    with pytest.raises(WebhookRefused, match="ASSIST_WEBHOOK_SECRET must") as refused:
        Endpoint.of("https://desk.example/", secret)
    assert secret not in str(refused.value)


def test_an_address_without_a_secret_is_refused() -> None:
    with pytest.raises(WebhookRefused, match="but not ASSIST_WEBHOOK_SECRET"):
        Endpoint.of("https://desk.example/", None)


def test_pauses_grow_to_a_bound_and_vary_by_the_jitter() -> None:
    plan = load()
    pauses = [plan.pause_s(attempt, 0.5) for attempt in range(1, plan.attempts)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (plan.first_pause_s, plan.longest_pause_s)
    assert plan.pause_s(1, 0.0) == pytest.approx(plan.first_pause_s * (1 - plan.jitter))
    assert plan.pause_s(1, 1.0) == pytest.approx(plan.first_pause_s * (1 + plan.jitter))
    assert 6 * 3600 < sum(pauses) < 12 * 3600


def test_a_lease_that_a_slow_receiver_outlasts_is_refused() -> None:
    with pytest.raises(ValidationError, match="lease_s"):
        Schedule.model_validate({**load().model_dump(), "timeout_s": 40})
