from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.desk_message import DeskMessage
from ...models.problem import Problem
from ...models.reply import Reply
from typing import cast



def _get_kwargs(
    handoff_id: str,
    *,
    body: Reply,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/handoffs/{handoff_id}/messages".format(handoff_id=quote(str(handoff_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeskMessage | Problem:
    if response.status_code == 200:
        response_200 = DeskMessage.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DeskMessage | Problem]:
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
    body: Reply,

) -> Response[DeskMessage | Problem]:
    """ Say

     Say something to the borrower; 409 `assistant-speaking` while the assistant still answers.

    Args:
        handoff_id (str):
        body (Reply): run_id: the idempotency key. suggestion_id: of the suggestion that the text
            was made from.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeskMessage | Problem]
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
    body: Reply,

) -> DeskMessage | Problem | None:
    """ Say

     Say something to the borrower; 409 `assistant-speaking` while the assistant still answers.

    Args:
        handoff_id (str):
        body (Reply): run_id: the idempotency key. suggestion_id: of the suggestion that the text
            was made from.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeskMessage | Problem
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
    body: Reply,

) -> Response[DeskMessage | Problem]:
    """ Say

     Say something to the borrower; 409 `assistant-speaking` while the assistant still answers.

    Args:
        handoff_id (str):
        body (Reply): run_id: the idempotency key. suggestion_id: of the suggestion that the text
            was made from.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeskMessage | Problem]
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
    body: Reply,

) -> DeskMessage | Problem | None:
    """ Say

     Say something to the borrower; 409 `assistant-speaking` while the assistant still answers.

    Args:
        handoff_id (str):
        body (Reply): run_id: the idempotency key. suggestion_id: of the suggestion that the text
            was made from.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeskMessage | Problem
     """


    return (await asyncio_detailed(
        handoff_id=handoff_id,
client=client,
body=body,

    )).parsed
