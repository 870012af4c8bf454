from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.threads_read_response_threads_read import ThreadsReadResponseThreadsRead
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    thread_id: str,
    *,
    after: int | Unset = 0,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["after"] = after


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/threads/{thread_id}".format(thread_id=quote(str(thread_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | ThreadsReadResponseThreadsRead:
    if response.status_code == 200:
        response_200 = ThreadsReadResponseThreadsRead.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | ThreadsReadResponseThreadsRead]:
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
    after: int | Unset = 0,

) -> Response[Problem | ThreadsReadResponseThreadsRead]:
    """ Read

     A conversation: turns, notices (receipts, approvals, corrections), messages to and from people;
    `order` puts them
    in one row. What has ended up to `order` of the whole stays as it is: pass that as `after` to read
    on. What is
    newest may come once more; its id is the same.

    Args:
        thread_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ThreadsReadResponseThreadsRead]
     """


    kwargs = _get_kwargs(
        thread_id=thread_id,
after=after,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    after: int | Unset = 0,

) -> Problem | ThreadsReadResponseThreadsRead | None:
    """ Read

     A conversation: turns, notices (receipts, approvals, corrections), messages to and from people;
    `order` puts them
    in one row. What has ended up to `order` of the whole stays as it is: pass that as `after` to read
    on. What is
    newest may come once more; its id is the same.

    Args:
        thread_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ThreadsReadResponseThreadsRead
     """


    return sync_detailed(
        thread_id=thread_id,
client=client,
after=after,

    ).parsed

async def asyncio_detailed(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    after: int | Unset = 0,

) -> Response[Problem | ThreadsReadResponseThreadsRead]:
    """ Read

     A conversation: turns, notices (receipts, approvals, corrections), messages to and from people;
    `order` puts them
    in one row. What has ended up to `order` of the whole stays as it is: pass that as `after` to read
    on. What is
    newest may come once more; its id is the same.

    Args:
        thread_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ThreadsReadResponseThreadsRead]
     """


    kwargs = _get_kwargs(
        thread_id=thread_id,
after=after,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    thread_id: str,
    *,
    client: AuthenticatedClient | Client,
    after: int | Unset = 0,

) -> Problem | ThreadsReadResponseThreadsRead | None:
    """ Read

     A conversation: turns, notices (receipts, approvals, corrections), messages to and from people;
    `order` puts them
    in one row. What has ended up to `order` of the whole stays as it is: pass that as `after` to read
    on. What is
    newest may come once more; its id is the same.

    Args:
        thread_id (str):
        after (int | Unset):  Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ThreadsReadResponseThreadsRead
     """


    return (await asyncio_detailed(
        thread_id=thread_id,
client=client,
after=after,

    )).parsed
