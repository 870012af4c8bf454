from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.agui_input import AguiInput
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    *,
    body: AguiInput,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/agui",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | Problem:
    if response.status_code == 200:
        response_200 = response.json()
        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AguiInput,

) -> Response[Any | Problem]:
    """ Agui

     Run one turn; or take the decisions in `resume`, and then the message that follows them, if one
    does.

    The thread id is minted, or taken if it is the caller's own; the run id is the idempotency key.

    Args:
        body (AguiInput): The part of RunAgentInput that is read. State, tools, context and
            earlier messages of a client are ignored:
            the thread's own record is in the database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
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
    body: AguiInput,

) -> Any | Problem | None:
    """ Agui

     Run one turn; or take the decisions in `resume`, and then the message that follows them, if one
    does.

    The thread id is minted, or taken if it is the caller's own; the run id is the idempotency key.

    Args:
        body (AguiInput): The part of RunAgentInput that is read. State, tools, context and
            earlier messages of a client are ignored:
            the thread's own record is in the database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
     """


    return sync_detailed(
        client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AguiInput,

) -> Response[Any | Problem]:
    """ Agui

     Run one turn; or take the decisions in `resume`, and then the message that follows them, if one
    does.

    The thread id is minted, or taken if it is the caller's own; the run id is the idempotency key.

    Args:
        body (AguiInput): The part of RunAgentInput that is read. State, tools, context and
            earlier messages of a client are ignored:
            the thread's own record is in the database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
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
    body: AguiInput,

) -> Any | Problem | None:
    """ Agui

     Run one turn; or take the decisions in `resume`, and then the message that follows them, if one
    does.

    The thread id is minted, or taken if it is the caller's own; the run id is the idempotency key.

    Args:
        body (AguiInput): The part of RunAgentInput that is read. State, tools, context and
            earlier messages of a client are ignored:
            the thread's own record is in the database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,

    )).parsed
