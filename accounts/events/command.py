"""`python -m accounts relay`: publish the outbox to Kafka until told to stop."""

import signal
import sys
from argparse import ArgumentParser, Namespace
from threading import Event
from types import FrameType

from accounts.events.catalogue import UnknownEvent
from accounts.events.kafka import KafkaPublisher, Setting
from accounts.events.relay import BATCH, Relay


def options(parser: ArgumentParser) -> None:
    """The relay's own options; the database is given as for the other subcommands (role accounts_relay)."""
    parser.add_argument("--brokers", required=True, help="host:port, several with commas between")
    parser.add_argument("--topic", default="lending.accounts.v1")
    parser.add_argument("--batch", type=int, default=BATCH, help="events read, held and in flight at one time")
    parser.add_argument("--once", action="store_true", help="publish what is there and end")
    parser.add_argument(
        *("--kafka", "-X"),
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a setting of librdkafka, such as security.protocol=SASL_SSL",
    )


def serve(url: str, given: Namespace) -> int:
    """Relay until SIGTERM or SIGINT, which end it after the batch in hand. 0 done, 1 an event without schema."""
    stop = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    settings: dict[str, Setting] = dict(each.split("=", 1) for each in given.kafka)
    publisher = KafkaPublisher(given.brokers, given.topic, settings=settings)
    try:
        with Relay(url, publisher, given.batch) as relay:
            if given.once:
                sys.stdout.write(f"{relay.drain(stop)} events published\n")
            else:
                relay.run(stop)
    except UnknownEvent as error:
        sys.stderr.write(f"{error}; it and what comes after it stay in the outbox\n")
        return 1
    finally:
        publisher.close()
    return 0
