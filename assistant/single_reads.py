"""One read tool at a time, for callers with a model of their own. No turn is made of it; each call is on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant import audit, turn_audit
from assistant.audit import Record
from assistant.audit_chain import Marker
from assistant.conversations import Pool
from assistant.results import Channel, ToolCall
from assistant.sealing import Keyring
from assistant.toolbox import tool_schema
from prompts.bundle import PromptBundle
from tools import registry
from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.context import PolicyLookup, ToolContext
from tools.untrusted import marked


class NoSuchTool(LookupError):
    """The caller may use no read tool of that name; whether there is one is not told."""


@dataclass(frozen=True)
class ToolText:
    """A tool as a client's model sees it. parameters: JSON schema of its arguments."""

    name: str
    description: str
    parameters: JsonObject


@dataclass(frozen=True)
class SingleReads:
    """Read tools by themselves. pool: signs what is appended to the audit record (`audit.signing`)."""

    pool: Pool
    keys: Keyring
    accounts: AccountsClient
    policies: PolicyLookup
    prompt: PromptBundle

    def offered(self, caller: Caller) -> list[ToolText]:
        """The read tools that this caller may use, in the words of the prompt that serves."""
        found: list[ToolText] = []
        for spec in registry.available(caller):
            if spec.access == "READ":
                shown: Any = tool_schema(spec, self.prompt)["function"]
                found.append(ToolText(spec.name, shown["description"], shown["parameters"]))
        return found

    async def call(
        self, caller: Caller, name: str, arguments: Mapping[str, Any], call_id: str, channel: Channel
    ) -> JsonObject:
        """The tool's result, others' text in it marked as such (`tools.untrusted`); a failure is its `error`.

        Raises NoSuchTool, and AccountsUnavailable where the business date is out of reach.
        """
        if name not in {tool.name for tool in self.offered(caller)}:
            raise NoSuchTool(f"There is no tool {name[:64]!r} here.")
        context = ToolContext(
            caller=caller,
            accounts=self.accounts,
            policies=self.policies,
            business_date=await self.accounts.business_date(),
            handoffs=self.prompt.handoffs,
        )
        try:
            result = await registry.call(name, arguments, context)
        finally:
            await context.close()
        await self.recorded(caller, ToolCall(name=name, arguments=dict(arguments), result=result), call_id, channel)
        return marked(name, result)

    async def recorded(self, caller: Caller, call: ToolCall, call_id: str, channel: Channel) -> None:
        """Put a call on record: who, about whom, which tool, and marks of what was asked and answered."""
        body = {
            "role": caller.role,
            "assurance": caller.assurance,
            "channel": channel,
            **turn_audit.tool(call, Marker(self.keys, call_id)),
        }
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT set_config('assistant.subject', %s, true)", [caller.subject])
            await audit.append(connection, Record("read", caller.subject, caller.about, call_id, body))
