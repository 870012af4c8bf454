"""Deletes audit records past their time, oldest first, and seals where each chain begins from then on."""

from typing import Any

import psycopg

from assistant.audit_chain import CHAINS, sealed
from assistant.sealing import Keyring

_UP_TO = """
SELECT a.seq, a.hash FROM assistant.audit a
WHERE a.chain = %(chain)s AND a.seq < coalesce((
  SELECT min(k.seq) FROM assistant.audit k
  WHERE k.chain = %(chain)s AND (k.at >= now() - assistant.audit_kept_for() OR EXISTS (
    SELECT 1 FROM assistant.holds h WHERE h.released_at IS NULL AND h.subject IN (k.subject, k.about)))),
  'infinity'::float8)
ORDER BY a.seq DESC LIMIT 1
"""


def delete_old(connection: psycopg.Connection[tuple[Any, ...]], keys: Keyring) -> int:
    """How many records went (role assistant_ops). A chain keeps everything from its first record on that is younger
    than the time for keeping, or about somebody under legal hold; what came before would be missed by `verify`."""
    gone = 0
    for chain in range(CHAINS):
        with connection.transaction():
            found = connection.execute(_UP_TO, {"chain": chain}).fetchone()
            if found is None:
                continue
            seq, hashed = found
            seal = sealed(keys, hashed, "start", str(chain), str(seq))
            deleted = connection.execute("SELECT assistant.audit_delete_old(%s::smallint, %s, %s)", [chain, seq, seal])
            gone += (deleted.fetchone() or (0,))[0]
    return gone
