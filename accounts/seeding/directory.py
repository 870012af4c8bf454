"""The directory of people: situation tags and authorised third parties read back from the books, and the staff."""

import psycopg

from accounts import rows
from accounts.closeday import business_date
from accounts.seeding.names import slug
from accounts.seeding.planning import Person

STAFF = (
    ("S-101", "maya-okonkwo", "Maya Okonkwo", "support_agent"),
    ("S-102", "ben-ferraro", "Ben Ferraro", "support_agent"),
    ("S-103", "lucia-benitez", "Lucia Benitez", "support_agent"),
    ("S-201", "grant-whitfield", "Grant Whitfield", "supervisor"),
    ("S-202", "anjali-rao", "Anjali Rao", "supervisor"),
    ("S-301", "peter-lindholm", "Peter Lindholm", "analyst"),
    ("S-401", "ruth-abernathy", "Ruth Abernathy", "auditor"),
)
_FROM_PLAN = ("residual_interest", "extra_payments")
_TAGS = """
WITH worst AS (
  SELECT d.borrower_id, max(%(on)s - d.due_date) AS days
  FROM dues d JOIN accounts a USING (account_id)
  WHERE d.paid_on IS NULL AND d.cancelled_why IS NULL AND d.due_date < %(on)s
  AND a.status NOT IN ('charged_off', 'paid_off')
  GROUP BY 1)
SELECT borrower_id, CASE WHEN days < 30 THEN 'dpd_1_29' WHEN days < 60 THEN 'dpd_30' WHEN days < 90 THEN 'dpd_60'
  ELSE 'dpd_90' END FROM worst
UNION SELECT borrower_id, 'current' FROM accounts a WHERE status IN ('open', 'frozen')
  AND NOT EXISTS (SELECT 1 FROM worst w WHERE w.borrower_id = a.borrower_id)
UNION SELECT borrower_id, status FROM accounts WHERE status IN ('paid_off', 'charged_off')
UNION SELECT borrower_id, 'frozen_line' FROM accounts WHERE status = 'frozen'
UNION SELECT borrower_id, 'hardship_plan' FROM hardship_plans WHERE coalesce(ended_on, ends_on) >= %(on)s
UNION SELECT a.borrower_id, CASE WHEN u.enrolled THEN 'autopay_on' ELSE 'autopay_off' END
  FROM accounts a LEFT JOIN autopay u USING (account_id)
UNION SELECT borrower_id, 'open_dispute' FROM disputes WHERE status = 'open'
UNION SELECT borrower_id, 'credit_balance' FROM balances WHERE owed_cents < 0
UNION SELECT borrower_id, 'pending_draw' FROM draws WHERE status = 'pending'
UNION SELECT borrower_id, status || '_payment' FROM payments
  WHERE status IN ('pending', 'scheduled', 'returned')
UNION SELECT borrower_id, CASE kind WHEN 'servicemember' THEN 'scra' ELSE kind END FROM flags
UNION SELECT borrower_id, 'spanish_preference' FROM borrowers WHERE language = 'es'
UNION SELECT borrower_id, 'both_products' FROM accounts GROUP BY 1 HAVING count(DISTINCT product) = 2
UNION SELECT borrower_id, CASE product WHEN 'cash_line' THEN 'two_lines' ELSE 'two_loans' END
  FROM accounts GROUP BY borrower_id, product HAVING count(*) > 1
UNION SELECT t.borrower_id, 'promo_rate' FROM rate_terms t WHERE kind = 'promotional' AND to_on >= %(on)s
UNION SELECT borrower_id, 'autopay_discount' FROM rate_terms WHERE kind = 'autopay_discount' AND to_on IS NULL
UNION SELECT borrower_id, CASE kind WHEN 'line_increase' THEN 'increase_' ELSE 'application_' END || status
  FROM applications
UNION SELECT borrower_id, 'fee_waived' FROM fees WHERE status = 'waived'
UNION SELECT borrower_id, 'recent_' || kind FROM fees WHERE status IN ('charged', 'paid')
  AND assessed_on > %(on)s - 30
ORDER BY 1, 2
"""
_PARTIES = """
SELECT t.third_party_id, w.content, t.borrower_id, t.scopes, t.relationship FROM third_parties t
JOIN words w ON w.subject_id = t.third_party_id AND w.part = 'name'
WHERE t.status = 'active' AND t.until >= %(on)s ORDER BY 1
"""


def write_directory(connection: psycopg.Connection, people: list[Person]) -> dict[str, int]:
    """Tag every borrower by what the books say now and list them, who is authorised to speak for one, and the staff.

    Gives the number of borrowers per tag.
    """
    tags: dict[str, list[str]] = {person.borrower_id: [] for person in people}
    for borrower_id, tag in connection.execute(_TAGS, {"on": business_date(connection)}):
        tags[borrower_id].append(tag)
    found = list[rows.Row]()
    for person in people:
        if person.persona.key in _FROM_PLAN:
            tags[person.borrower_id].append(person.persona.key)
        products = {"cash_line" if each.startswith("CL") else "instalment_loan" for each in person.account_ids}
        common = {"borrower_id": person.borrower_id, "handle": person.handle, "name": person.name}
        found.append(
            {
                **common,
                "role": "borrower",
                "products": sorted(products),
                "situation": tags[person.borrower_id],
                "state": person.state,
                "language": person.language,
            }
        )
    for subject, handle, name, role in STAFF:
        common = {"borrower_id": subject, "handle": handle, "name": name, "role": role}
        found.append({**common, "products": [], "situation": [], "state": None, "language": "en"})
    rows.insert(connection, "people", found)
    rows.insert(connection, "people", _parties(connection))
    connection.execute(
        "UPDATE borrowers b SET situation = p.situation FROM people p WHERE p.borrower_id = b.borrower_id"
    )
    counts = dict[str, int]()
    for each in tags.values():
        for tag in each:
            counts[tag] = counts.get(tag, 0) + 1
    return dict(sorted(counts.items()))


def _parties(connection: psycopg.Connection) -> list[rows.Row]:
    return [
        {
            "borrower_id": party,
            "handle": slug(name),
            "name": name,
            "role": "third_party",
            "products": [],
            "situation": ["authorised", relationship],
            "state": None,
            "language": "en",
            "serves": served,
            "scopes": scopes,
        }
        for party, name, served, scopes, relationship in connection.execute(
            _PARTIES, {"on": business_date(connection)}
        ).fetchall()
    ]
