from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.conversation import Conversation
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    handoff_id: str,
    *,
    after: int | Unset = 0,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["after"] = after


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/handoffs/{handoff_id}".format(handoff_id=quote(str(handoff_id), safe=""),),
        "params": params,
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
    after: int | Unset = 0,

) -> Response[Conversation | Problem]:
    """ Read

     The conversation with its summary; `after` as of `GET /v1/threads/{id}`.

    Args:
        handoff_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Conversation | Problem]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,
after=after,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,
    after: int | Unset = 0,

) -> Conversation | Problem | None:
    """ Read

     The conversation with its summary; `after` as of `GET /v1/threads/{id}`.

    Args:
        handoff_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Conversation | Problem
     """


    return sync_detailed(
        handoff_id=handoff_id,
client=client,
after=after,

    ).parsed

async def asyncio_detailed(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,
    after: int | Unset = 0,

) -> Response[Conversation | Problem]:
    """ Read

     The conversation with its summary; `after` as of `GET /v1/threads/{id}`.

    Args:
        handoff_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Conversation | Problem]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,
after=after,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,
    after: int | Unset = 0,

) -> Conversation | Problem | None:
    """ Read

     The conversation with its summary; `after` as of `GET /v1/threads/{id}`.

    Args:
        handoff_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Conversation | Problem
     """


    return (await asyncio_detailed(
        handoff_id=handoff_id,
client=client,
after=after,

    )).parsed
