"""Tools over MCP: the caller's read tools as the prompt describes them, and their results as data."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, ResourceLink, TextContent, Tool, ToolAnnotations

from api.mcp_server.callers import Asking
from api.mcp_server.resources import uri_of
from assistant.rates import RateExceeded
from assistant.single_reads import NoSuchTool
from tools.client import AccountsUnavailable, JsonObject
from tools.errors import ToolFailure

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def offered(asking: Asking) -> list[Tool]:
    """The tools that this caller may use."""
    return [
        Tool(name=text.name, description=text.description, input_schema=text.parameters, annotations=_READS)
        for text in asking.assistant.reads.offered(asking.caller)
    ]


async def call(asking: Asking, name: str, arguments: Mapping[str, Any]) -> CallToolResult:
    """A tool's result, as text and as structured content; what others wrote stands in it as `untrusted_text`.

    Raises MCPError for a tool that is not the caller's to use.
    """
    try:
        await asking.assistant.rates.take("turn", asking.caller, asking.address)
        result = await asking.assistant.reads.call(asking.caller, name, arguments, str(uuid.uuid4()), "mcp")
    except NoSuchTool as error:
        raise MCPError(INVALID_PARAMS, str(error)) from error
    except (RateExceeded, AccountsUnavailable) as error:
        result = cast(JsonObject, ToolFailure("temporary", str(error)).as_result())
    words = TextContent(type="text", text=json.dumps(result, ensure_ascii=False, separators=(",", ":")))
    return CallToolResult(
        content=[words, *_links(result.get("passages", []))], structured_content=result, is_error="error" in result
    )


def _links(passages: Sequence[Mapping[str, Any]]) -> list[ResourceLink]:
    """The documents that a search's passages are of, each once, to be read whole."""
    found = {uri_of(row["document"], row["version"]): f"{row['document']} version {row['version']}" for row in passages}
    return [
        ResourceLink(type="resource_link", uri=uri, name=name, mime_type="text/markdown") for uri, name in found.items()
    ]
