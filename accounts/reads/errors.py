"""Why a read has no answer. The HTTP edge turns these into problem documents."""


class ReadRefused(Exception):
    """A read that cannot be answered: `code` is the problem's type, `detail` says what happened and what to do."""

    status = 400
    code = "refused"
    title = "The request was refused"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFound(ReadRefused):
    """Nothing of this id belongs to the caller: whether it exists for somebody else is not told."""

    status, code, title = 404, "not-found", "Not found"


class NoSchedule(ReadRefused):
    """A payment schedule was asked of a Cash Line."""

    status, code, title = 409, "no-schedule", "A Cash Line has no payment schedule"


class PayoffDate(ReadRefused):
    """A payoff was asked for a day in the past or too far ahead."""

    status, code, title = 422, "payoff-date", "No payoff quote for this date"


class InvalidPeriod(ReadRefused):
    """A range of days that ends before it starts."""

    status, code, title = 422, "invalid-period", "The period is not valid"


class ServiceOnly(ReadRefused):
    """A borrower's token was used where only a service may read."""

    status, code, title = 403, "service-only", "Only a service may read this"


class NotSeeded(ReadRefused):
    """The database holds no business date yet."""

    status, code, title = 503, "not-seeded", "The account system has no business date"


class NotConfigured(ReadRefused):
    """The service was started without what this read needs; the message names the setting."""

    status, code, title = 503, "not-configured", "The account system cannot answer this as it is set up"


class BadCursor(ReadRefused):
    """A cursor that the list did not give: start again without one."""

    status, code, title = 422, "bad-cursor", "The cursor is not valid"


class AsOf(ReadRefused):
    """A balance was asked for a time that is no date and no instant, or lies ahead."""

    status, code, title = 422, "as-of", "No balance as of this time"


class AuditOnly(ReadRefused):
    """A token was used where only a service or an auditor may read."""

    status, code, title = 403, "audit-only", "Only a service or an auditor may read this"
