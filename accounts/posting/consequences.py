"""What follows from a returned payment, by its reason code, beyond the reversal and the fee."""

from datetime import date

import psycopg

from accounts.posting.draws import RETURN_BLOCK_DAYS
from accounts.posting.funds import verified_funds_until
from accounts.posting.lifecycle import settle_paid_off
from accounts.posting.state import DAY
from accounts.terms.returncodes import ReturnCode, return_codes


def follow_return(connection: psycopg.Connection, account_id: str, code: ReturnCode, on: date) -> None:
    """After a return: without a usable bank account or an authorisation nothing is debited by itself any more.

    Autopay stops and scheduled payments are cancelled; a paid-off loan that owes again is open again.
    """
    settle_paid_off(connection, [account_id])
    if not (code.blocks_bank or code.revokes):
        return
    connection.execute(
        "UPDATE autopay SET enrolled = false, stopped_on = %s, stopped_reason = %s, change_on = NULL, "
        "change_kind = NULL, change_fixed_cents = NULL WHERE account_id = %s AND (enrolled OR change_on IS NOT NULL)",
        [on, f"Switched off after a payment was returned by your bank ({code.reason})", account_id],
    )
    connection.execute(
        "UPDATE payments SET status = 'cancelled' WHERE account_id = %s AND status IN ('scheduled', 'held')",
        [account_id],
    )


_RETURNED = """
SELECT p.payment_id, p.status, p.amount_cents, p.returned_on, p.return_code, p.return_reason,
  coalesce((SELECT f.amount_cents FROM fees f WHERE f.account_id = p.account_id AND f.payment_id = p.payment_id
    AND f.kind = 'returned_payment_fee'), 0),
  coalesce((SELECT u.enrolled FROM autopay u WHERE u.account_id = p.account_id), false)
FROM payments p WHERE p.payment_id = %s
"""


def returned_result(connection: psycopg.Connection, account_id: str, payment_id: str, on: date) -> dict[str, object]:
    """A returned payment with what followed from it; nothing where the account's history no longer has it."""
    row = connection.execute(_RETURNED, [payment_id]).fetchone()
    if row is None or row[4] is None:
        return {}
    code = return_codes()[row[4]]
    return {
        "payment_id": payment_id,
        "status": row[1],
        "amount_cents": row[2],
        "returned_on": row[3],
        "return_code": row[4],
        "return_reason": row[5],
        "fee_cents": row[6],
        "retry_allowed": code.retry,
        "bank_account_blocked": code.blocks_bank,
        "authorisation_revoked": code.revokes,
        "autopay_enrolled": row[7],
        "draws_blocked_until": on + RETURN_BLOCK_DAYS - DAY,
        "verified_funds_until": verified_funds_until(connection, account_id, on),
    }
