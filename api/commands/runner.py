"""Runs turns for the command line: through the running service where it is up to date, else in this process."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Protocol

import httpx

from api.commands.decisions import Decisions, HttpDecisions, LocalDecisions
from api.commands.failures import UsageProblem
from api.commands.session import Session
from stack.fingerprint import fingerprint
from stack.people import find, identity_of, people

Answer = dict[str, Any]
TOO_MANY = 429
_TRIES, _LONGEST_PAUSE_S = 20, 10.0
"""How a batch keeps within the service's limits: it waits as long as it is told, so often."""


class Runner(Protocol):
    """Threads and turns on behalf of one of the seeded people, or of nobody (None)."""

    @property
    def decisions(self) -> Decisions: ...

    async def new_thread(self, person: str | None, about: str | None = None) -> str:
        """A thread; about: the borrower whom a member of staff serves in it. Raises PersonUnknown, NotPermitted."""
        ...

    async def ask(self, person: str | None, thread_id: str, text: str) -> Answer:
        """One turn as `assist ask --json` prints it. Raises PersonUnknown, MessageRefused, ThreadNotFound."""
        ...


class ServiceProblem(RuntimeError):
    """The running service refused or failed; the message is its own."""


class HttpRunner:
    """Over the API that runs already."""

    def __init__(self, http: httpx.AsyncClient, session: Session) -> None:
        self._http = http
        self._issuer = session.embedded.issuer
        self._people = people(session.accounts_url, self._issuer)
        self.decisions: Decisions = HttpDecisions(http, session, self._people)
        self._keys: dict[str, str] = {}

    async def new_thread(self, person: str | None, about: str | None = None) -> str:
        answer = await self._post("/v1/threads", person, None, {"borrower": about} if about else {})
        if answer.get("anonymous_key"):
            self._keys[answer["thread_id"]] = answer["anonymous_key"]
        return str(answer["thread_id"])

    async def ask(self, person: str | None, thread_id: str, text: str) -> Answer:
        # A lone surrogate cannot be sent; the service would read it as the replacement character anyway.
        readable = text.encode("utf-8", "replace").decode("utf-8")
        body = {"text": readable, "run_id": str(uuid.uuid4())}
        return await self._post(f"/v1/threads/{thread_id}/turns", person, self._keys.get(thread_id), body)

    async def _post(self, path: str, person: str | None, key: str | None, body: Answer) -> Answer:
        headers = {"X-Anonymous-Key": key} if key else {}
        if person:
            token = self._issuer.sign_in(identity_of(find(self._people, person)))
            headers = {"Authorization": f"Bearer {token}"}
        response = await self._http.post(path, json=body, headers=headers)
        for _ in range(_TRIES):
            if response.status_code != TOO_MANY:
                break
            await asyncio.sleep(min(_LONGEST_PAUSE_S, float(response.headers.get("Retry-After", "1"))))
            response = await self._http.post(path, json=body, headers=headers)
        answer: Answer = response.json()
        if response.is_error:
            kind = UsageProblem if response.status_code in (403, 404, 413, 422) else ServiceProblem
            raise kind(str(answer.get("detail") or response.reason_phrase))
        return answer


def _silent(event: object) -> None:
    """The command line waits for the whole result."""


class LocalRunner:
    """In this process, with the assistant of this checkout."""

    def __init__(self, assistant: Any, session: Session) -> None:
        from api.serving import Counter
        from stack import callers

        self._assistant = assistant
        self._session = session
        self._counter = Counter(assistant.threads, session.embedded.issuer, session.accounts_url)
        self._people = people(session.accounts_url, session.embedded.issuer)
        self.decisions: Decisions = LocalDecisions(assistant, session, self._people)
        self._anonymous = callers.anonymous()

    async def new_thread(self, person: str | None, about: str | None = None) -> str:
        return str(await self._counter.open(self._caller(person), about))

    async def ask(self, person: str | None, thread_id: str, text: str) -> Answer:
        from api.messages import accept_text
        from assistant.results import TurnRequest

        accepted = accept_text(text, self._session.settings.max_message_chars)
        caller = await self._counter.take_up(self._caller(person), thread_id)
        request = TurnRequest(caller, thread_id, str(uuid.uuid4()), accepted, "cli")
        result = await self._assistant.run_turn(request, _silent)
        return dict(result.model_dump(mode="json"))

    def _caller(self, person: str | None) -> Any:
        from stack import callers

        if person is None:
            return self._anonymous
        return callers.caller_of(identity_of(find(self._people, person)), self._session.embedded.issuer)


@asynccontextmanager
async def open_runner(session: Session) -> AsyncGenerator[Runner]:
    """The running service if it was started from this very checkout and settings, else an assistant of our own."""
    service = session.embedded.folder.services().get("api")
    if service and await _is_current(service.port, session):
        base = f"http://127.0.0.1:{service.port}"
        timeout = session.settings.turn_deadline_s + 10
        async with httpx.AsyncClient(base_url=base, timeout=timeout, trust_env=False) as http:
            yield HttpRunner(http, session)
        return
    from assistant import bootstrap, logs
    from stack import callers

    logs.configure()
    delegate = partial(callers.signed_in_again, issuer=session.embedded.issuer)
    opened = bootstrap.assistant(session.settings, session.database_url, session.accounts_url, delegate=delegate)
    async with opened as assistant:
        yield LocalRunner(assistant, session)


@asynccontextmanager
async def open_decisions(session: Session) -> AsyncGenerator[Decisions]:
    """The running service, as in `open_runner`; else a desk of our own, for which no model is loaded."""
    known = people(session.accounts_url, session.embedded.issuer)
    service = session.embedded.folder.services().get("api")
    if service and await _is_current(service.port, session):
        base, timeout = f"http://127.0.0.1:{service.port}", session.settings.confirm_wait_s + 10
        async with httpx.AsyncClient(base_url=base, timeout=timeout, trust_env=False) as http:
            yield HttpDecisions(http, session, known)
        return
    from assistant import bootstrap, logs

    logs.configure()
    async with bootstrap.desk(session.settings, session.database_url, session.accounts_url) as desk:
        yield LocalDecisions(desk, session, known)


async def _is_current(port: int, session: Session) -> bool:
    try:
        async with httpx.AsyncClient(timeout=2, trust_env=False) as http:
            answer = (await http.get(f"http://127.0.0.1:{port}/healthz")).json()
    except (httpx.HTTPError, ValueError):
        return False
    return answer.get("fingerprint") == fingerprint(session.settings.model)
