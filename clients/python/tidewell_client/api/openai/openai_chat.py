from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.chat_request import ChatRequest
from ...models.error_answer import ErrorAnswer
from typing import cast



def _get_kwargs(
    *,
    body: ChatRequest,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/chat/completions",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | ErrorAnswer:
    if response.status_code == 200:
        response_200 = response.json()
        return response_200

    response_default = ErrorAnswer.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | ErrorAnswer]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRequest,

) -> Response[Any | ErrorAnswer]:
    """ Chat

     Answer the newest user message.

    The conversation is that of the header X-Thread-Id, else of `metadata.thread_id`, else a new one;
    the answer's
    X-Thread-Id names it. The header Idempotency-Key makes a repeated request the same turn.

    Args:
        body (ChatRequest): The part of the request that is read; what becomes of the rest,
            `parameters.yaml` says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorAnswer]
     """


    kwargs = _get_kwargs(
        body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRequest,

) -> Any | ErrorAnswer | None:
    """ Chat

     Answer the newest user message.

    The conversation is that of the header X-Thread-Id, else of `metadata.thread_id`, else a new one;
    the answer's
    X-Thread-Id names it. The header Idempotency-Key makes a repeated request the same turn.

    Args:
        body (ChatRequest): The part of the request that is read; what becomes of the rest,
            `parameters.yaml` says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorAnswer
     """


    return sync_detailed(
        client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRequest,

) -> Response[Any | ErrorAnswer]:
    """ Chat

     Answer the newest user message.

    The conversation is that of the header X-Thread-Id, else of `metadata.thread_id`, else a new one;
    the answer's
    X-Thread-Id names it. The header Idempotency-Key makes a repeated request the same turn.

    Args:
        body (ChatRequest): The part of the request that is read; what becomes of the rest,
            `parameters.yaml` says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorAnswer]
     """


    kwargs = _get_kwargs(
        body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRequest,

) -> Any | ErrorAnswer | None:
    """ Chat

     Answer the newest user message.

    The conversation is that of the header X-Thread-Id, else of `metadata.thread_id`, else a new one;
    the answer's
    X-Thread-Id names it. The header Idempotency-Key makes a repeated request the same turn.

    Args:
        body (ChatRequest): The part of the request that is read; what becomes of the rest,
            `parameters.yaml` says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorAnswer
     """


    return (await asyncio_detailed(
        client=client,
body=body,

    )).parsed
