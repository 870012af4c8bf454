"""Text that wants to run or to lead away, put into every sentence that the service tells a page.

The answers are the real ones; on their way to the page each text of a model, a policy, an account's memo or a person
gets this appended. So the page alone has to keep it harmless: no guard on the server helps it here.
"""

import json
from typing import Any, cast

from playwright.sync_api import Page, Route

PAYLOAD = (
    " <img src=x onerror=\"window.__pwned=1\"><script>window.__pwned=1</script><svg onload='window.__pwned=1'></svg>"
    "<a href='https://evil.example/a'>a</a><iframe src='https://evil.example/f'></iframe>"
    "<style>body{background:url(https://evil.example/c)}</style><form action='https://evil.example/p'></form>"
    " [one](javascript:window.__pwned=1) [two](https://evil.example/b) [three](data:text/html,<script>1</script>)"
    " ![pic](https://evil.example/p.png) <https://evil.example/auto> https://evil.example/plain //evil.example/x"
    " [four]: https://evil.example/ref 'title' \" onmouseover=window.__pwned=1 {{7*7}} `</code><b>`"
)
TOLD = frozenset(
    (
        *("answer", "text", "delta", "title", "quote", "words", "says", "preview", "snippet", "why", "detail", "note"),
        *("name", "borrower_name", "agent_name", "author_name", "description", "memo", "merchant", "label", "hours"),
        *("because", "not_eligible_because", "ask", "summary"),
    )
)
"""Fields that hold somebody's words."""


def poisoned(value: object, key: str = "") -> object:
    """The same value with the payload in every text that a person would read."""
    if isinstance(value, dict):
        return {name: poisoned(part, name) for name, part in cast(dict[str, object], value).items()}
    if isinstance(value, list):
        return [poisoned(part, key) for part in cast(list[object], value)]
    return value + PAYLOAD if isinstance(value, str) and value and key in TOLD else value


def poison(page: Page) -> None:
    """Poison what this page reads from now on; streams of changes, which hold no words, stay as they are."""

    def altered(route: Route) -> None:
        if route.request.url.endswith("/events"):
            route.continue_()
            return
        answer = route.fetch()
        kind = answer.headers.get("content-type", "")
        if "text/event-stream" in kind:
            lines = [_frame(line) for line in answer.text().split("\n")]
            route.fulfill(response=answer, body="\n".join(lines))
        elif "json" in kind:
            route.fulfill(response=answer, body=json.dumps(poisoned(answer.json())))
        else:
            route.fulfill(response=answer)

    page.route("**/v1/**", altered)


def _frame(line: str) -> str:
    if not line.startswith("data:"):
        return line
    event: dict[str, Any] = json.loads(line[5:])
    return f"data: {json.dumps(poisoned(event))}"
