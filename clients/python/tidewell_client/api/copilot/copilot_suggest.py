from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.suggestion import Suggestion
from ...models.wanted import Wanted
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    handoff_id: str,
    *,
    body: None | Unset | Wanted = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/copilot/{handoff_id}/suggestions".format(handoff_id=quote(str(handoff_id), safe=""),),
    }

    
    if isinstance(body, Wanted):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Suggestion:
    if response.status_code == 200:
        response_200 = Suggestion.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Suggestion]:
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
    body: None | Unset | Wanted = UNSET,

) -> Response[Problem | Suggestion]:
    """ Suggest

     A reply to the borrower's newest words, to insert, edit or leave. It is never sent by itself.

    Args:
        handoff_id (str):
        body (None | Unset | Wanted):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Suggestion]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: None | Unset | Wanted = UNSET,

) -> Problem | Suggestion | None:
    """ Suggest

     A reply to the borrower's newest words, to insert, edit or leave. It is never sent by itself.

    Args:
        handoff_id (str):
        body (None | Unset | Wanted):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Suggestion
     """


    return sync_detailed(
        handoff_id=handoff_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: None | Unset | Wanted = UNSET,

) -> Response[Problem | Suggestion]:
    """ Suggest

     A reply to the borrower's newest words, to insert, edit or leave. It is never sent by itself.

    Args:
        handoff_id (str):
        body (None | Unset | Wanted):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Suggestion]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    handoff_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: None | Unset | Wanted = UNSET,

) -> Problem | Suggestion | None:
    """ Suggest

     A reply to the borrower's newest words, to insert, edit or leave. It is never sent by itself.

    Args:
        handoff_id (str):
        body (None | Unset | Wanted):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Suggestion
     """


    return (await asyncio_detailed(
        handoff_id=handoff_id,
client=client,
body=body,

    )).parsed
