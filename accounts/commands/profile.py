"""What is kept about a borrower as a person, for the before and after of a preview."""

import psycopg
from psycopg.rows import dict_row

from accounts.terms.masks import masked_email, masked_phone

# until the borrower says how, they are reached in the app, in the language of their profile
_PROFILE = """
SELECT b.borrower_id, b.name, b.state, b.language,
  jsonb_build_object('channel', coalesce(c.channel, 'in_app'), 'language', coalesce(c.language, b.language),
    'quiet_from', coalesce(c.quiet_from, '21:00'), 'quiet_until', coalesce(c.quiet_until, '08:00'),
    'time_zone', coalesce(c.time_zone, 'America/New_York')) AS contact,
  (SELECT jsonb_object_agg(w.part, w.content) FROM words w WHERE w.subject_id = b.borrower_id
    AND w.part IN ('phone', 'email')) AS reached_at,
  (SELECT coalesce(jsonb_object_agg(k.kind, k.status), '{}') FROM (SELECT DISTINCT ON (kind) kind, status FROM consents
    WHERE borrower_id = b.borrower_id ORDER BY kind, given_at DESC) AS k) AS consents,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'product', a.product, 'requested_cents',
    a.requested_cents, 'status', a.status) ORDER BY a.submitted_on, a.requested_cents), '[]') FROM applications a
    WHERE a.borrower_id = b.borrower_id AND a.accepted_on IS NULL
    AND a.status NOT IN ('declined', 'withdrawn', 'expired')) AS open_applications,
  (SELECT coalesce(jsonb_agg(f.kind ORDER BY f.kind), '[]') FROM flags f WHERE f.borrower_id = b.borrower_id
    AND (SELECT business_date FROM business_day) BETWEEN f.since AND coalesce(f.until, 'infinity')) AS flags
FROM borrowers b LEFT JOIN contact_preferences c USING (borrower_id) WHERE b.borrower_id = %s
"""


def profile(connection: psycopg.Connection, borrower_id: str) -> dict[str, object] | None:
    """The borrower: contact with phone and e-mail masked, newest consent of each kind, open applications, flags.

    None for nobody known.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_PROFILE, [borrower_id]).fetchone()
    if row is None:
        return None
    points: dict[str, str] = row.pop("reached_at") or {}
    row["contact"] |= {"phone": masked_phone(points.get("phone")), "email": masked_email(points.get("email"))}
    return row
