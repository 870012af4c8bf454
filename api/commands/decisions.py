"""What people decide on proposals from the command line: over the running service, else in this process."""

import asyncio
from typing import Any, Literal, Protocol

import httpx

from api.commands.session import Session
from stack.issuer import Identity
from stack.people import Person, find, identity_of

View = dict[str, Any]
Action = Literal["confirm", "reject", "cancel", "approve", "undo"]
STEP_UP = "step-up-needed"


class DecisionRefused(ValueError):
    """The decision was not taken. kind: as the last part of the problem's type, e.g. `step-up-needed`."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class Decisions(Protocol):
    """Proposals on behalf of one of the seeded people. Every method raises PersonUnknown, DecisionRefused."""

    async def listed(self, person: str, state: str | None, thread_id: str | None) -> list[View]: ...

    async def one(self, person: str, proposal_id: str) -> View: ...

    async def decide(self, person: str, proposal_id: str, action: Action, digest: str | None) -> View: ...

    async def step_up(self, person: str, code: str) -> None:
        """Give the person's second factor for what follows."""
        ...


class HttpDecisions:
    """Over the API that runs already."""

    def __init__(self, http: httpx.AsyncClient, session: Session, known: list[Person]) -> None:
        self._http = http
        self._issuer = session.embedded.issuer
        self._people = known
        self._stepped_up: dict[str, str] = {}

    async def listed(self, person: str, state: str | None, thread_id: str | None) -> list[View]:
        given = {"state": state, "thread_id": thread_id}
        params = {name: value for name, value in given.items() if value is not None}
        found: list[View] = (await self._send("GET", "/v1/proposals", person, params=params))["proposals"]
        return found

    async def one(self, person: str, proposal_id: str) -> View:
        return await self._send("GET", f"/v1/proposals/{proposal_id}", person)

    async def decide(self, person: str, proposal_id: str, action: Action, digest: str | None) -> View:
        return await self._send("POST", f"/v1/proposals/{proposal_id}/{action}", person, json={"digest": digest})

    async def step_up(self, person: str, code: str) -> None:
        answer = await self._send("POST", "/v1/development/step-up", person, json={"code": code})
        self._stepped_up[person] = answer["token"]

    async def _send(self, method: str, path: str, person: str, **sent: Any) -> View:
        token = self._stepped_up.get(person) or self._issuer.sign_in(identity_of(find(self._people, person)))
        response = await self._http.request(method, path, headers={"Authorization": f"Bearer {token}"}, **sent)
        answer: View = response.json()
        if response.is_error:
            kind = str(answer.get("type", "")).rsplit("/", 1)[-1]
            raise DecisionRefused(kind, str(answer.get("detail") or response.reason_phrase))
        return answer


class LocalDecisions:
    """In this process; the data folder's executor, started where it does not run, executes what is confirmed."""

    def __init__(self, desk: Any, session: Session, known: list[Person]) -> None:
        self._desk = desk
        self._session = session
        self._issuer = session.embedded.issuer
        self._people = known
        self._stepped_up: dict[str, Identity] = {}

    async def listed(self, person: str, state: str | None, thread_id: str | None) -> list[View]:
        found = await self._taken(self._desk.proposals.listed(self._caller(person), state=state, thread_id=thread_id))
        return [view.model_dump(mode="json") for view in found]

    async def one(self, person: str, proposal_id: str) -> View:
        view = await self._taken(self._desk.proposals.one(self._caller(person), proposal_id))
        return dict(view.model_dump(mode="json"))

    async def decide(self, person: str, proposal_id: str, action: Action, digest: str | None) -> View:
        from stack.embedded import serve_executor

        if action in ("confirm", "approve") and self._session.settings.database_url is None:
            port = self._session.settings.executor_port
            await asyncio.to_thread(serve_executor, self._session.embedded, port)
        decision = getattr(self._desk.proposals, action)
        given = () if action == "undo" else (digest if digest is not None or action in ("reject", "cancel") else "",)
        view = await self._taken(decision(self._caller(person), proposal_id, *given))
        return dict(view.model_dump(mode="json"))

    async def step_up(self, person: str, code: str) -> None:
        identity = identity_of(find(self._people, person))
        step = self._issuer.codes.step_of(identity.subject, code.strip())
        await self._taken(self._desk.step_ups.take(self._caller(person), step))
        self._stepped_up[person] = self._issuer.verify(self._issuer.step_up(identity))

    def _caller(self, person: str) -> Any:
        from stack import callers

        identity = self._stepped_up.get(person) or identity_of(find(self._people, person))
        return callers.caller_of(identity, self._issuer)

    async def _taken(self, decision: Any) -> Any:
        from api.errors import kind_of

        try:
            return await decision
        except (ValueError, LookupError, RuntimeError, PermissionError) as error:
            kind = kind_of(error)
            if kind is None:
                raise
            raise DecisionRefused(kind, str(error)) from error
