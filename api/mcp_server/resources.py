"""Policy documents over MCP: `policy://POL-PAYOFF-01?version=2`, each version as the caller may see it."""

import re
import uuid
from typing import Any
from urllib.parse import quote, urlencode

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, Resource, ResourceTemplate, TextResourceContents
from psycopg_pool import AsyncConnectionPool

from api.mcp_server.callers import Asking
from assistant.policy_lookup import COLLECTION
from assistant.results import ToolCall
from policies.show import Audience, ShownDocument, UnknownDocument, editions, numbered, show
from tools.caller import Caller

_URI = re.compile(r"policy://([A-Za-z0-9.-]{1,80})(?:\?version=([0-9A-Za-z.-]{1,20}))?")
_MARKDOWN = "text/markdown"
TEMPLATE = ResourceTemplate(
    uri_template="policy://{document}{?version}",
    name="policy",
    description="A policy document; without a version, the newest. Answers cite document, version and section.",
    mime_type=_MARKDOWN,
)


def uri_of(document: str, version: int | str) -> str:
    return f"policy://{quote(document, safe='')}?{urlencode({'version': version})}"


def _audience(caller: Caller) -> Audience:
    return "staff" if caller.is_staff else "borrower"


async def listed(pool: AsyncConnectionPool[Any], asking: Asking) -> list[Resource]:
    """Every version of every document that the caller may see."""
    return [
        Resource(
            uri=uri_of(each["document"], numbered(each["version"])),
            name=f"{each['document']} version {each['version']}",
            title=each["title"],
            description=each["summary"],
            mime_type=_MARKDOWN,
        )
        for each in await editions(pool, COLLECTION, audience=_audience(asking.caller))
    ]


async def read(pool: AsyncConnectionPool[Any], asking: Asking, uri: str) -> TextResourceContents:
    """A document in Markdown. Raises MCPError where there is none that the caller may see."""
    match = _URI.fullmatch(uri)
    try:
        if match is None:
            raise UnknownDocument
        found = await show(pool, match.group(1), match.group(2), audience=_audience(asking.caller))
    except UnknownDocument:
        raise MCPError(INVALID_PARAMS, "There is no policy document of that id and version.") from None
    version = numbered(found["version"])
    asked = ToolCall(name="read_policy", arguments={"uri": uri}, result={"document": found["document"]})
    await asking.assistant.reads.recorded(asking.caller, asked, str(uuid.uuid4()), "mcp")
    return TextResourceContents(
        uri=uri_of(found["document"], version),
        mime_type=_MARKDOWN,
        text=_markdown(found, version),
        _meta={"effective_from": found["effective_from"], "effective_to": found["effective_to"]},
    )


def _markdown(found: ShownDocument, version: int | str) -> str:
    until = f" until {found['effective_to']}" if found["effective_to"] else ""
    head = (
        f"# {found['title']}\n\n{found['document']}, version {version}, in force from {found['effective_from']}{until}."
    )
    parts = [f"## {part['title']} {{#{part['section']}}}\n\n{part['text']}" for part in found["sections"]]
    return "\n\n".join([head, *parts]) + "\n"
