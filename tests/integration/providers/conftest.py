"""A loopback server that speaks the providers' protocols as scripted, faults included."""

import json
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Body = dict[str, Any]


@dataclass
class Provider:
    """`faults` are given to the next requests, one each; then `reply` answers. `seen` keeps the request bodies."""

    url: str = ""
    reply: Callable[[Body], Body] = field(default=lambda _: {"text": "Hello."})
    faults: list[str] = field(default_factory=list[str])
    seen: list[Body] = field(default_factory=list[Body])
    arrived: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)

    async def openai(self, request: Request) -> Response:
        body = await self._received(request)
        if fault := self._fault():
            return await self._failing(fault, request)
        reply = self.reply(body)
        if body.get("stream"):
            return StreamingResponse(_openai_chunks(reply), media_type="text/event-stream")
        return JSONResponse(_openai(reply))

    async def anthropic(self, request: Request) -> Response:
        body = await self._received(request)
        if fault := self._fault():
            return await self._failing(fault, request)
        reply = self.reply(body)
        if body.get("stream"):
            return StreamingResponse(_anthropic_events(reply), media_type="text/event-stream")
        return JSONResponse(_anthropic(reply))

    async def _received(self, request: Request) -> Body:
        body: Body = json.loads(await request.body())
        self.seen.append(body)
        self.arrived.set()
        return body

    def _fault(self) -> str | None:
        return self.faults.pop(0) if self.faults else None

    async def _failing(self, fault: str, request: Request) -> Response:
        if fault == "hang":
            while (await request.receive())["type"] != "http.disconnect":
                continue
            self.cancelled.set()
            return Response(status_code=499)
        if fault == "garbage":
            return Response("<html>gateway</html>", media_type="application/json")
        return JSONResponse({"error": {"message": f"status {fault}", "type": "scripted"}}, int(fault))


def _openai(reply: Body) -> Body:
    message: Body = {"role": "assistant", "content": reply.get("text")}
    if calls := reply.get("calls"):
        message["tool_calls"] = [
            {
                "id": f"call_{index}",
                "type": "function",
                "function": {"name": name, "arguments": json.dumps(arguments)},
            }
            for index, (name, arguments) in enumerate(calls)
        ]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }


async def _openai_chunks(reply: Body) -> AsyncGenerator[str]:
    base: Body = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    for word in (reply.get("text") or "").split(" "):
        choice: Body = {"index": 0, "delta": {"role": "assistant", "content": word + " "}, "finish_reason": None}
        yield f"data: {json.dumps({**base, 'choices': [choice]})}\n\n"
    for index, (name, arguments) in enumerate(reply.get("calls", [])):
        call: Body = {"index": index, "id": f"call_{index}", "type": "function"}
        call["function"] = {"name": name, "arguments": json.dumps(arguments)}
        yield f"data: {json.dumps({**base, 'choices': [{'index': 0, 'delta': {'tool_calls': [call]}}]})}\n\n"
    yield f"data: {json.dumps({**base, 'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]})}\n\n"
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    yield f"data: {json.dumps({**base, 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def _anthropic_blocks(reply: Body) -> list[Body]:
    blocks: list[Body] = [{"type": "text", "text": reply["text"]}] if reply.get("text") else []
    for index, (name, arguments) in enumerate(reply.get("calls", [])):
        blocks.append({"type": "tool_use", "id": f"toolu_{index}", "name": name, "input": arguments})
    return blocks


def _anthropic(reply: Body) -> Body:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "scripted",
        "content": _anthropic_blocks(reply),
        "stop_reason": "tool_use" if reply.get("calls") else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 11, "output_tokens": 7},
    }


async def _anthropic_events(reply: Body) -> AsyncGenerator[str]:
    def event(kind: str, **content: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **content})}\n\n"

    yield event("message_start", message={**_anthropic({}), "content": [], "stop_reason": None})
    for index, block in enumerate(_anthropic_blocks(reply)):
        if block["type"] == "text":
            yield event("content_block_start", index=index, content_block={"type": "text", "text": ""})
            for word in block["text"].split(" "):
                yield event("content_block_delta", index=index, delta={"type": "text_delta", "text": word + " "})
        else:
            yield event("content_block_start", index=index, content_block={**block, "input": {}})
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
            yield event("content_block_delta", index=index, delta=delta)
        yield event("content_block_stop", index=index)
    stop = "tool_use" if reply.get("calls") else "end_turn"
    yield event("message_delta", delta={"stop_reason": stop, "stop_sequence": None}, usage={"output_tokens": 7})
    yield event("message_stop")


@pytest.fixture
def provider() -> Generator[Provider]:
    """A scripted provider on a free loopback port."""
    scripted = Provider()
    routes = [
        Route("/v1/chat/completions", scripted.openai, methods=["POST"]),
        Route("/v1/messages", scripted.anthropic, methods=["POST"]),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    scripted.url = f"http://127.0.0.1:{port}"
    assert httpx.get(scripted.url, trust_env=False).status_code == 404
    yield scripted
    server.should_exit = True
    thread.join(5)
