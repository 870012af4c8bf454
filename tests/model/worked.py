"""Short words for worked examples: moments in Eastern Time, days, and closing days until one."""

from datetime import date, datetime

from tests.model.book import Book
from tests.model.calendars import ET


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ET)


def day(text: str) -> date:
    return date.fromisoformat(text)


def go(book: Book, text: str) -> None:
    """Close days until the business date is this one."""
    while book.today < day(text):
        book.close_day()
