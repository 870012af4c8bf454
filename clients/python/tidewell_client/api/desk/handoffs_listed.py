from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.board import Board
from ...models.handoffs_listed_state_type_0 import HandoffsListedStateType0
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    state: HandoffsListedStateType0 | None | Unset = UNSET,
    queue: None | str | Unset = UNSET,
    mine: bool | Unset = False,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, HandoffsListedStateType0):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_queue: None | str | Unset
    if isinstance(queue, Unset):
        json_queue = UNSET
    else:
        json_queue = queue
    params["queue"] = json_queue

    params["mine"] = mine


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/handoffs",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Board | Problem:
    if response.status_code == 200:
        response_200 = Board.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Board | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    state: HandoffsListedStateType0 | None | Unset = UNSET,
    queue: None | str | Unset = UNSET,
    mine: bool | Unset = False,

) -> Response[Board | Problem]:
    """ Listed

     The board. Whose a conversation is, and the borrower's last words, only where the caller may open
    it.

    Args:
        state (HandoffsListedStateType0 | None | Unset):
        queue (None | str | Unset):
        mine (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Board | Problem]
     """


    kwargs = _get_kwargs(
        state=state,
queue=queue,
mine=mine,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    state: HandoffsListedStateType0 | None | Unset = UNSET,
    queue: None | str | Unset = UNSET,
    mine: bool | Unset = False,

) -> Board | Problem | None:
    """ Listed

     The board. Whose a conversation is, and the borrower's last words, only where the caller may open
    it.

    Args:
        state (HandoffsListedStateType0 | None | Unset):
        queue (None | str | Unset):
        mine (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Board | Problem
     """


    return sync_detailed(
        client=client,
state=state,
queue=queue,
mine=mine,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    state: HandoffsListedStateType0 | None | Unset = UNSET,
    queue: None | str | Unset = UNSET,
    mine: bool | Unset = False,

) -> Response[Board | Problem]:
    """ Listed

     The board. Whose a conversation is, and the borrower's last words, only where the caller may open
    it.

    Args:
        state (HandoffsListedStateType0 | None | Unset):
        queue (None | str | Unset):
        mine (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Board | Problem]
     """


    kwargs = _get_kwargs(
        state=state,
queue=queue,
mine=mine,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    state: HandoffsListedStateType0 | None | Unset = UNSET,
    queue: None | str | Unset = UNSET,
    mine: bool | Unset = False,

) -> Board | Problem | None:
    """ Listed

     The board. Whose a conversation is, and the borrower's last words, only where the caller may open
    it.

    Args:
        state (HandoffsListedStateType0 | None | Unset):
        queue (None | str | Unset):
        mine (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Board | Problem
     """


    return (await asyncio_detailed(
        client=client,
state=state,
queue=queue,
mine=mine,

    )).parsed
