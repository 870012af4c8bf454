from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.threads_message import ThreadsMessage
from ...models.turn_result import TurnResult
from typing import cast



def _get_kwargs(
    thread_id: str,
    *,
    body: ThreadsMessage,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/threads/{thread_id}/turns".format(thread_id=quote(str(thread_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TurnResult:
    if response.status_code == 200:
        response_200 = TurnResult.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TurnResult]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: ThreadsMessage,

) -> Response[Problem | TurnResult]:
    """ Say

     Say something and wait for the answer. A lost connection loses nothing: ask again with the same run
    id.

    Args:
        thread_id (str):
        body (ThreadsMessage): `run_id`: the turn's idempotency key; the same id again answers the
            same turn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TurnResult]
     """


    kwargs = _get_kwargs(
        thread_id=thread_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: ThreadsMessage,

) -> Problem | TurnResult | None:
    """ Say

     Say something and wait for the answer. A lost connection loses nothing: ask again with the same run
    id.

    Args:
        thread_id (str):
        body (ThreadsMessage): `run_id`: the turn's idempotency key; the same id again answers the
            same turn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TurnResult
     """


    return sync_detailed(
        thread_id=thread_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: ThreadsMessage,

) -> Response[Problem | TurnResult]:
    """ Say

     Say something and wait for the answer. A lost connection loses nothing: ask again with the same run
    id.

    Args:
        thread_id (str):
        body (ThreadsMessage): `run_id`: the turn's idempotency key; the same id again answers the
            same turn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TurnResult]
     """


    kwargs = _get_kwargs(
        thread_id=thread_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: ThreadsMessage,

) -> Problem | TurnResult | None:
    """ Say

     Say something and wait for the answer. A lost connection loses nothing: ask again with the same run
    id.

    Args:
        thread_id (str):
        body (ThreadsMessage): `run_id`: the turn's idempotency key; the same id again answers the
            same turn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TurnResult
     """


    return (await asyncio_detailed(
        thread_id=thread_id,
client=client,
body=body,

    )).parsed
