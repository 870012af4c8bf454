"""The golden run: a case's commands given to the account system itself, on books that nobody else touches."""

import re
import uuid
from collections.abc import Mapping, Sequence

from evals.books import Books, day
from evals.case import Command, Read
from evals.casting import Person
from evals.end_state.ledger import Ledger

_SLOT = re.compile(r"\{(\w+)\}")


class GoldenRunFailed(LookupError):
    """The account system refuses a golden command, or what it names is not there: the case is wrong, not the
    assistant."""


def perform(command: Command, ledger: Ledger, actor: Person, about: Person, books: Books, texts: Sequence[str]) -> None:
    """Give one command. texts: what the person says in the case, for `{said_1}` and so on.

    Raises GoldenRunFailed, httpx.HTTPError.
    """
    values = {**_accounts(books), **{f"said_{number}": text for number, text in enumerate(texts, 1)}}
    for name, read in command.find.items():
        values[name] = _found(books, name, read)
    path = f"/v1/{_filled(command.path, values)}"
    served = str(about["borrower_id"]) if actor is not about else None
    token = ledger.issuer.delegate(str(actor["borrower_id"]), str(actor["role"]), write=True, borrower=served)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
    if command.method == "PUT":
        headers["If-Match"] = ledger.http.get(path, headers=headers).headers.get("ETag", "")
    body = {name: _value(value, values, books) for name, value in command.body.items()}
    response = ledger.http.request(command.method, path, headers=headers, json=body)
    if response.is_client_error:
        raise GoldenRunFailed(f"{command.method} {path} {body}: {response.text[:300]}")
    response.raise_for_status()


def _accounts(books: Books) -> dict[str, object]:
    """The first live account of each product, by the product's name; the only account as `account`."""
    found: dict[str, object] = {}
    owned = books.accounts()
    for account in owned:
        if account["status"] in ("open", "frozen", "charged_off"):
            found.setdefault(str(account["product"]), account["account_id"])
    return {**found, **({"account": owned[0]["account_id"]} if len(owned) == 1 else {})}


def _found(books: Books, name: str, read: Read) -> object:
    values = [value for group in books.values(read) for value in group]
    if not values:
        raise GoldenRunFailed(f"nothing is found for {name}: {read.read}.{read.field}")
    return values[0]


def _filled(text: str, values: Mapping[str, object]) -> str:
    def fill(slot: re.Match[str]) -> str:
        if slot[1] not in values:
            raise GoldenRunFailed(f"nothing says what {slot[0]} is")
        return str(values[slot[1]])

    return _SLOT.sub(fill, text)


def _value(value: object, values: Mapping[str, object], books: Books) -> object:
    """A value of a body: a slot that stands alone keeps its type, a date word becomes a day."""
    if not isinstance(value, str):
        return value
    slot = _SLOT.fullmatch(value)
    if slot and slot[1] in values:
        return values[slot[1]]
    return day(_filled(value, values), books.today)
