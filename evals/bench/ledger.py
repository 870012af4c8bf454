"""`assist bench ledger`: postings per second beside a bare insert, closing a day for 10,000 and 100,000 accounts."""

import time
from typing import Any

import psutil
import psycopg

from accounts.closeday import close_day
from evals.bench import figures, multiply, posting
from evals.bench.scratch import Books, books
from stack.embedded import Embedded

_SMALL, _LARGE = 10_000, 100_000
_LIVED = "bench_ledger_lived"


def run(embedded: Embedded) -> dict[str, Any]:
    """The figures of docs/benchmarks.md; needs about 3 GB of disk while it runs."""
    server = embedded.server
    with books(server, _LIVED) as lived:
        with psycopg.connect(lived.url("accounts_ops")) as connection:
            multiply.live(connection)
        with books(server, "bench_ledger_posting", _LIVED) as copied:
            found = _postings(copied)
        small = _closing(server_books=lived, accounts=_SMALL)
        large = _closing(server_books=lived, accounts=_LARGE)
    return {
        **found,
        "close_day_10k_s": small["s"],
        "close_day_100k_s": large["s"],
        "close_day_statements_100k": large["statements"],
        "close_day_rss_mb_10k": small["rss_mb"],
        "close_day_rss_mb_100k": large["rss_mb"],
        "machine": figures.machine(),
        "commit": figures.commit(),
    }


def _postings(copied: Books) -> dict[str, Any]:
    with psycopg.connect(copied.url("accounts_owner"), autocommit=True) as owner:
        owner.execute(posting.BARE.encode())
    with psycopg.connect(copied.url("accounts_ops")) as ops:
        accounts = ops.execute("SELECT account_id, borrower_id FROM accounts ORDER BY account_id").fetchall()
    url = copied.url("accounts_api")
    one, bare_one, count = posting.rates(url, accounts, 1)
    eight, bare_eight, _ = posting.rates(url, accounts, 8)
    return {
        "postings_s_1": round(one),
        "postings_s_8": round(eight),
        "bare_s_1": round(bare_one),
        "bare_s_8": round(bare_eight),
        "ratio_to_bare_1": round(one / bare_one, 2),
        "ratio_to_bare_8": round(eight / bare_eight, 2),
        "n": count,
    }


def _closing(server_books: Books, accounts: int) -> dict[str, Any]:
    """Close the day on which a quarter of the lines have their cycle end, in a copy of the lived book."""
    server = server_books.server
    with books(server, f"bench_ledger_{accounts}", server_books.name) as copied:
        with psycopg.connect(server.url("postgres", copied.name)) as superuser:
            multiply.copy(superuser, accounts // multiply.ORIGINALS)
        with psycopg.connect(server.url("postgres", copied.name), autocommit=True) as superuser:
            superuser.execute("CHECKPOINT")
        with psycopg.connect(copied.url("accounts_ops")) as connection:
            started = time.perf_counter()
            report = close_day(connection, multiply.CLOSING)
            spent = time.perf_counter() - started
    rss = psutil.Process().memory_info().rss
    return {"s": round(spent, 1), "statements": len(report.statements), "rss_mb": round(rss / 1e6)}
