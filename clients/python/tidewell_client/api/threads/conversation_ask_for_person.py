from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.handoff_state import HandoffState
from ...models.problem import Problem
from ...models.wish import Wish
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    thread_id: str,
    *,
    body: None | Unset | Wish = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/threads/{thread_id}/handoff".format(thread_id=quote(str(thread_id), safe=""),),
    }

    
    if isinstance(body, Wish):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> HandoffState | Problem:
    if response.status_code == 200:
        response_200 = HandoffState.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[HandoffState | Problem]:
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
    body: None | Unset | Wish = UNSET,

) -> Response[HandoffState | Problem]:
    """ Ask For Person

     Ask for a person, without a model; asked again, it is the same hand-off.

    Args:
        thread_id (str):
        body (None | Unset | Wish):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HandoffState | Problem]
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
    body: None | Unset | Wish = UNSET,

) -> HandoffState | Problem | None:
    """ Ask For Person

     Ask for a person, without a model; asked again, it is the same hand-off.

    Args:
        thread_id (str):
        body (None | Unset | Wish):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HandoffState | Problem
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
    body: None | Unset | Wish = UNSET,

) -> Response[HandoffState | Problem]:
    """ Ask For Person

     Ask for a person, without a model; asked again, it is the same hand-off.

    Args:
        thread_id (str):
        body (None | Unset | Wish):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HandoffState | Problem]
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
    body: None | Unset | Wish = UNSET,

) -> HandoffState | Problem | None:
    """ Ask For Person

     Ask for a person, without a model; asked again, it is the same hand-off.

    Args:
        thread_id (str):
        body (None | Unset | Wish):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HandoffState | Problem
     """


    return (await asyncio_detailed(
        thread_id=thread_id,
client=client,
body=body,

    )).parsed
