from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.draft import Draft
from ...models.problem import Problem
from ...models.warnings import Warnings
from typing import cast



def _get_kwargs(
    handoff_id: str,
    *,
    body: Draft,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/copilot/{handoff_id}/check".format(handoff_id=quote(str(handoff_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Warnings:
    if response.status_code == 200:
        response_200 = Warnings.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Warnings]:
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
    body: Draft,

) -> Response[Problem | Warnings]:
    """ Check

     What an own draft may not say like that, each at its place and with the policy behind it.

    Args:
        handoff_id (str):
        body (Draft):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Warnings]
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
    body: Draft,

) -> Problem | Warnings | None:
    """ Check

     What an own draft may not say like that, each at its place and with the policy behind it.

    Args:
        handoff_id (str):
        body (Draft):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Warnings
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
    body: Draft,

) -> Response[Problem | Warnings]:
    """ Check

     What an own draft may not say like that, each at its place and with the policy behind it.

    Args:
        handoff_id (str):
        body (Draft):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Warnings]
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
    body: Draft,

) -> Problem | Warnings | None:
    """ Check

     What an own draft may not say like that, each at its place and with the policy behind it.

    Args:
        handoff_id (str):
        body (Draft):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Warnings
     """


    return (await asyncio_detailed(
        handoff_id=handoff_id,
client=client,
body=body,

    )).parsed
