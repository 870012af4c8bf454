"""Consents: given with the wording that was shown, withdrawn at any time."""

from typing import Literal

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.texts import Body, Channel, Reference
from accounts.ids import ident

ConsentKind = Literal["e_sign", "calls_texts", "marketing", "credit_report"]
NAMES: dict[ConsentKind, str] = {
    "e_sign": "electronic delivery",
    "calls_texts": "automated calls and texts",
    "marketing": "marketing",
    "credit_report": "a credit report for a request",
}
AFTER: dict[ConsentKind, str] = {
    "e_sign": "Statements and notices come by mail from now on.",
    "calls_texts": "No automated calls or texts from now on.",
    "marketing": "No marketing from now on.",
    "credit_report": "No report is drawn from now on.",
}
_CURRENT = "SELECT consent_id FROM consents WHERE borrower_id = %s AND kind = %s AND status = 'given' FOR UPDATE"


class GiveConsent(Command):
    """Consent to something by the wording of a version.

    Electronic delivery needs that the borrower showed that they can open such documents. Source: 15 U.S.C.
    7001(c)(1)(C)(ii); 47 U.S.C. 227(b)(1)(A) for calls and texts. No consent is a condition of credit.
    """

    kind = "give_consent"
    consent: ConsentKind
    wording_version: Reference
    channel: Channel = "in_app"
    opened_a_document: bool = False

    def check(self, books: Books) -> None:
        reasons = list[Reason]()
        if books.connection.execute(_CURRENT, [books.borrower_id, self.consent]).fetchone():
            reasons.append(Reason("given", f"Consent to {NAMES[self.consent]} is given already."))
        if self.consent == "e_sign" and not self.opened_a_document:
            text = "Open one document in the form in which they will come first, so that it is sure you can read them."
            reasons.append(Reason("not-shown", text))
        if reasons:
            raise Refused("consent-not-possible", reasons)

    def record(self, books: Books) -> Result:
        consent: rows.Row = {
            "consent_id": ident("CO", books.command_id),
            "borrower_id": books.borrower_id,
            "kind": self.consent,
            "status": "given",
            "wording_version": self.wording_version,
            "channel": self.channel,
            "given_at": books.at,
        }
        rows.insert(books.connection, "consents", [consent])
        return {"consent_id": consent["consent_id"], "kind": self.consent, "status": "given"}


class Withdrawal(Body):
    """How a consent is withdrawn."""

    channel: Channel = "in_app"


class WithdrawConsent(Withdrawal, Command):
    """Withdraw a consent, in any way and at any time. Source: 15 U.S.C. 7001(c)(1)(B); 47 U.S.C. 227."""

    kind = "withdraw_consent"
    consent: ConsentKind

    def check(self, books: Books) -> None:
        if books.connection.execute(_CURRENT, [books.borrower_id, self.consent]).fetchone() is None:
            text = f"There is no consent to {NAMES[self.consent]} that could be withdrawn."
            raise Refused("no-consent", [Reason("not-given", text)])

    def record(self, books: Books) -> Result:
        row = books.connection.execute(_CURRENT, [books.borrower_id, self.consent]).fetchone()
        consent_id = row[0] if row else None
        books.connection.execute(
            "UPDATE consents SET status = 'withdrawn', withdrawn_at = %s, withdrawn_channel = %s WHERE consent_id = %s",
            [books.at, self.channel, consent_id],
        )
        after = AFTER[self.consent]
        return {"consent_id": consent_id, "kind": self.consent, "status": "withdrawn", "effect": after}
