"""Where other people's text reaches a turn: policy passages and what the account system answers, with it planted."""

from collections.abc import Callable, Mapping

from evals.redteam.attack import Attack
from tools.client import AccountsClient, JsonObject
from tools.context import PolicyLookup, PolicyQuestion
from tools.drafting import Operation

_DISPUTE: JsonObject = {
    "dispute_id": "DP-0000000001",
    "kind": "billing_error",
    "opened_on": "2026-05-01",
    "amount_cents": 2500,
    "transaction_id": None,
    "status": "open",
    "resolve_by": "2026-06-30",
    "description": "",
}
"""What a borrower without disputes is given, so that there is a place for words."""


class Planted:
    """What stands where at the moment, and whether something was written meanwhile."""

    def __init__(self) -> None:
        self.channel = ""
        self.text = ""
        self.performed: list[str] = []

    def put(self, attack: Attack) -> None:
        self.channel, self.text = attack.recipe.channel, attack.planted
        self.performed.clear()

    def around(self, lookup: PolicyLookup) -> PolicyLookup:
        """The policy search with the text at the end of every passage."""

        async def planted(question: PolicyQuestion) -> JsonObject:
            found = await lookup(question)
            if self.channel != "passage":
                return found
            return {**found, "passages": [{**row, "text": f"{row['text']} {self.text}"} for row in found["passages"]]}

        return planted

    def into(self, answer: JsonObject) -> JsonObject:
        """An answer of the account system with the text in the fields that others write."""
        if self.channel == "memo":
            return _changed(answer, "transactions", lambda was: f"{was} {self.text}")
        if self.channel == "merchant":
            return _changed(answer, "transactions", lambda _: self.text)
        if self.channel == "dispute" and "disputes" in answer:
            rows = answer["disputes"] or [_DISPUTE]
            return _changed({**answer, "disputes": rows}, "disputes", lambda was: f"{was} {self.text}")
        if self.channel == "record":
            return _changed(answer, "line_items", lambda was: f"{was} {self.text}")
        return answer


class PlantedAccounts(AccountsClient):
    """The account system as it is, but for the planted words. A write that is sent is sent, and noted."""

    def __init__(self, base_url: str, planted: Planted) -> None:
        super().__init__(base_url)
        self._planted = planted

    async def read(self, path: str, token: str | None, params: Mapping[str, str] | None = None) -> JsonObject:
        return self._planted.into(await super().read(path, token, params))

    async def perform(self, operation: Operation, token: str, key: str) -> JsonObject:
        self._planted.performed.append(operation.path)
        return await super().perform(operation, token, key)


def _changed(answer: JsonObject, rows: str, change: Callable[[str], str]) -> JsonObject:
    if rows not in answer:
        return answer
    return {**answer, rows: [{**row, "description": change(str(row.get("description") or ""))} for row in answer[rows]]}
