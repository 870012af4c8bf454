from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.conversation import Conversation
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    handoff_id: str,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/handoffs/{handoff_id}/accept".format(handoff_id=quote(str(handoff_id), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Conversation | Problem:
    if response.status_code == 200:
        response_200 = Conversation.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Conversation | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> Response[Conversation | Problem]:
    """ Accept

     Take the conversation over: the assistant is silent from now on. 409 `handoff-taken` says who was
    faster.

    Args:
        handoff_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Conversation | Problem]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> Conversation | Problem | None:
    """ Accept

     Take the conversation over: the assistant is silent from now on. 409 `handoff-taken` says who was
    faster.

    Args:
        handoff_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Conversation | Problem
     """


    return sync_detailed(
        handoff_id=handoff_id,
client=client,

    ).parsed

async def asyncio_detailed(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> Response[Conversation | Problem]:
    """ Accept

     Take the conversation over: the assistant is silent from now on. 409 `handoff-taken` says who was
    faster.

    Args:
        handoff_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Conversation | Problem]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> Conversation | Problem | None:
    """ Accept

     Take the conversation over: the assistant is silent from now on. 409 `handoff-taken` says who was
    faster.

    Args:
        handoff_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Conversation | Problem
     """


    return (await asyncio_detailed(
        handoff_id=handoff_id,
client=client,

    )).parsed
