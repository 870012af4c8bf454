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


def drawn(state: str = "FL", until: str = "2026-01-13") -> tuple[Book, str]:
    """500.00 that arrive on 2026-01-06; the first statement is that of 2026-01-12."""
    book = Book(day("2026-01-02"))
    line = book.open_line(100000, "C", 12, state)
    go(book, "2026-01-05")
    book.draw(line, at("2026-01-05T10:00"), 50000)
    go(book, until)
    return book, line
