"""A process that closes days until it is killed or done: `python -m tests.faults.close_process URL UNTIL BATCH`."""

import sys
from datetime import date

import psycopg

from accounts.closeday import business_date, close_day


def main() -> None:
    """Close days up to the date given, in small batches so that there is much to interrupt; say so when ready."""
    url, until, batch = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3])
    with psycopg.connect(url) as connection:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while (day := business_date(connection)) < until:
            connection.rollback()
            close_day(connection, day, batch=batch)


if __name__ == "__main__":
    main()
