from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.decided import Decided
from ...models.decision import Decision
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    handoff_id: str,
    suggestion_id: str,
    *,
    body: Decision,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/copilot/{handoff_id}/suggestions/{suggestion_id}/decision".format(handoff_id=quote(str(handoff_id), safe=""),suggestion_id=quote(str(suggestion_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Decided | Problem:
    if response.status_code == 200:
        response_200 = Decided.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Decided | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    handoff_id: str,
    suggestion_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: Decision,

) -> Response[Decided | Problem]:
    """ Decide

     Record what became of a suggestion, and how far it was edited.

    Args:
        handoff_id (str):
        suggestion_id (str):
        body (Decision): final: what was sent or kept; absent for `accepted` as it stands and for
            `rejected`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Decided | Problem]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,
suggestion_id=suggestion_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    handoff_id: str,
    suggestion_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: Decision,

) -> Decided | Problem | None:
    """ Decide

     Record what became of a suggestion, and how far it was edited.

    Args:
        handoff_id (str):
        suggestion_id (str):
        body (Decision): final: what was sent or kept; absent for `accepted` as it stands and for
            `rejected`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Decided | Problem
     """


    return sync_detailed(
        handoff_id=handoff_id,
suggestion_id=suggestion_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    handoff_id: str,
    suggestion_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: Decision,

) -> Response[Decided | Problem]:
    """ Decide

     Record what became of a suggestion, and how far it was edited.

    Args:
        handoff_id (str):
        suggestion_id (str):
        body (Decision): final: what was sent or kept; absent for `accepted` as it stands and for
            `rejected`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Decided | Problem]
     """


    kwargs = _get_kwargs(
        handoff_id=handoff_id,
suggestion_id=suggestion_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    handoff_id: str,
    suggestion_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: Decision,

) -> Decided | Problem | None:
    """ Decide

     Record what became of a suggestion, and how far it was edited.

    Args:
        handoff_id (str):
        suggestion_id (str):
        body (Decision): final: what was sent or kept; absent for `accepted` as it stands and for
            `rejected`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Decided | Problem
     """


    return (await asyncio_detailed(
        handoff_id=handoff_id,
suggestion_id=suggestion_id,
client=client,
body=body,

    )).parsed
