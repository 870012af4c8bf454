"""The account system as one person may read it: what a case's facts are computed from, over HTTP, never from files."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, cast

import httpx

from evals.case import Fact, Read, Where

JsonObject = dict[str, Any]
_LIVE = ("open", "frozen", "charged_off")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHOLE = ("applications", "me", "me/contact", "me/consents", "accounts")


class FactMissing(LookupError):
    """The account system has no such value for this person: the case names a situation that this person is not in."""


def day(word: str, today: date) -> str:
    """A date word (`today`, `+7d`, `next_friday`: strictly after) as YYYY-MM-DD; other text stays."""
    if word == "today":
        return today.isoformat()
    if match := re.fullmatch(r"\+(\d+)d", word):
        return (today + timedelta(days=int(match[1]))).isoformat()
    if word.startswith("next_") and word[5:] in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(word[5:]) - today.weekday() - 1) % 7 + 1
        return (today + timedelta(days=ahead)).isoformat()
    return word


class Books:
    """One person's reads; answers are kept for the run, as nothing moves the books during it.

    token: mints a token at each read, since they live for minutes. today: the business date.
    """

    def __init__(self, http: httpx.Client, token: Callable[[], str], today: date) -> None:
        self._http = http
        self._token = token
        self._answers: dict[str, JsonObject | None] = {}
        self.today = today

    def read(self, path: str, params: Mapping[str, str] | None = None) -> JsonObject | None:
        """The answer, or None where it does not apply (404, 409, 422). Raises httpx.HTTPError."""
        key = path + "?" + "&".join(f"{name}={value}" for name, value in sorted((params or {}).items()))
        if key not in self._answers:
            response = self._http.get(path, params=params or {}, headers={"Authorization": f"Bearer {self._token()}"})
            if response.status_code in (404, 409, 422):
                self._answers[key] = None
            else:
                response.raise_for_status()
                self._answers[key] = cast(JsonObject, response.json())
        return self._answers[key]

    def accounts(self) -> list[JsonObject]:
        answer = self.read("/v1/accounts")
        return cast(list[JsonObject], answer["accounts"]) if answer else []

    def values(self, wanted: Read) -> list[list[object]]:
        """What `wanted` names: for each account to which it applies, its rows' values (one value without rows)."""
        params = {name: day(value, self.today) for name, value in wanted.params.items()}
        found = [self._in_answer(self.read(path, params), wanted) for path in self._paths(wanted)]
        return [values for values in found if values]

    def holds(self, condition: Where) -> bool:
        """Whether some account fulfils the condition."""
        return any(_fulfil(values, condition) for values in self.values(condition))

    def facts(self, fact: Fact) -> list[list[object]]:
        """Groups of values; of each group the answer has to state one. Raises FactMissing."""
        per_account = self.values(fact)
        if not per_account:
            raise FactMissing(f"no {fact.field} in {fact.read} matches for this person")
        if fact.take == "first":
            per_account = [values[:1] for values in per_account]
        if fact.accounts == "any":
            return [[value for values in per_account for value in values]]
        return [[value] for values in per_account for value in values]

    def _paths(self, wanted: Read) -> list[str]:
        if wanted.read in _WHOLE:
            return [f"/v1/{wanted.read}"]
        owned = [account for account in self.accounts() if wanted.product in (None, account["product"])]
        live = [account for account in owned if account["status"] in _LIVE] or owned
        return [f"/v1/accounts/{account['account_id']}/{wanted.read}" for account in live]

    def _in_answer(self, answer: JsonObject | None, wanted: Read) -> list[object]:
        if answer is None:
            return []
        rows: list[JsonObject] = answer.get(wanted.rows, []) if wanted.rows else [answer]
        kept = [row for row in rows if all(row.get(name) == value for name, value in wanted.match.items())]
        values = [_at(row, wanted.field) for row in kept]
        return [value for value in values if value is not None]


def _fulfil(values: list[object], condition: Where) -> bool:
    """Whether the values of one account do."""
    if condition.is_ is not None:
        return condition.is_ in values
    if condition.is_not is not None:
        return condition.is_not not in values
    if condition.above is None and condition.below is None:
        return condition.at_least <= len(values) <= (condition.at_most or len(values))
    lowest = condition.above if condition.above is not None else -math.inf
    highest = condition.below if condition.below is not None else math.inf
    return any(isinstance(value, int) and lowest < value < highest for value in values)


def _at(row: JsonObject, path: str | None) -> object:
    """The value at a dotted path; numbers index lists. None where the path ends early."""
    value: Any = row
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = cast(JsonObject, value).get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(cast(list[object], value)):
            value = cast(list[object], value)[int(step)]
        else:
            return None
    return value
