"""The servicemember rate cap."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.terms.interest import BPS, interest_cents
from accounts.terms.money import divide_half_up

CAP_BPS = 600
REQUEST_DAYS = 180


@dataclass(frozen=True, slots=True)
class CappedInterest:
    """Interest of a period with and without the cap, in cents; the difference is forgiven, not deferred."""

    contract_cents: int
    charged_cents: int

    @property
    def forgiven_cents(self) -> int:
        return self.contract_cents - self.charged_cents


def capped_apr_bps(apr_bps: int) -> int:
    """The rate to charge during the service period: 6% at most. Source: 50 U.S.C. 3937(a)(1)."""
    return min(apr_bps, CAP_BPS)


def capped_month(principal_cents: int, apr_bps: int) -> CappedInterest:
    """One month's interest by twelfths of the yearly rate. Source: 50 U.S.C. 3937(a)(2), (3)."""
    return CappedInterest(
        contract_cents=divide_half_up(principal_cents * apr_bps, BPS * 12),
        charged_cents=divide_half_up(principal_cents * capped_apr_bps(apr_bps), BPS * 12),
    )


def capped_days(sum_daily_cents: int, apr_bps: int) -> CappedInterest:
    """Interest of a sum of daily balances (cents x days) with and without the cap, actual/365."""
    return CappedInterest(
        contract_cents=interest_cents(sum_daily_cents, apr_bps),
        charged_cents=interest_cents(sum_daily_cents, capped_apr_bps(apr_bps)),
    )


def forgiven_of_instalment_cents(interest_cents: int, apr_bps: int, capped_days: int, period_days: int) -> int:
    """What of an instalment's planned interest is forgiven when `capped_days` of its `period_days` are in service.

    The payment is lower by that much. Source: 50 U.S.C. 3937(a)(3).
    """
    if apr_bps <= CAP_BPS or period_days <= 0:
        return 0
    return divide_half_up(interest_cents * (apr_bps - CAP_BPS) * capped_days, apr_bps * period_days)


def request_in_time(service_ended: date | None, on: date) -> bool:
    """Whether relief can still be asked for: until 180 days after service ended. Source: 50 U.S.C. 3937(b)(1)."""
    return service_ended is None or on - timedelta(days=REQUEST_DAYS) <= service_ended
