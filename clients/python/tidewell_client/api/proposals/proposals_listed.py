from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem import Problem
from ...models.proposals_listed_response_proposals_listed import ProposalsListedResponseProposalsListed
from ...models.proposals_listed_state_type_0 import ProposalsListedStateType0
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    state: None | ProposalsListedStateType0 | Unset = UNSET,
    thread_id: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, ProposalsListedStateType0):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_thread_id: None | str | Unset
    if isinstance(thread_id, Unset):
        json_thread_id = UNSET
    else:
        json_thread_id = thread_id
    params["thread_id"] = json_thread_id


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/proposals",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | ProposalsListedResponseProposalsListed:
    if response.status_code == 200:
        response_200 = ProposalsListedResponseProposalsListed.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | ProposalsListedResponseProposalsListed]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    state: None | ProposalsListedStateType0 | Unset = UNSET,
    thread_id: None | str | Unset = UNSET,

) -> Response[Problem | ProposalsListedResponseProposalsListed]:
    """ Listed

     The caller's own and those about them, newest first; a supervisor's also those that await approval.

    Args:
        state (None | ProposalsListedStateType0 | Unset):
        thread_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ProposalsListedResponseProposalsListed]
     """


    kwargs = _get_kwargs(
        state=state,
thread_id=thread_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    state: None | ProposalsListedStateType0 | Unset = UNSET,
    thread_id: None | str | Unset = UNSET,

) -> Problem | ProposalsListedResponseProposalsListed | None:
    """ Listed

     The caller's own and those about them, newest first; a supervisor's also those that await approval.

    Args:
        state (None | ProposalsListedStateType0 | Unset):
        thread_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ProposalsListedResponseProposalsListed
     """


    return sync_detailed(
        client=client,
state=state,
thread_id=thread_id,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    state: None | ProposalsListedStateType0 | Unset = UNSET,
    thread_id: None | str | Unset = UNSET,

) -> Response[Problem | ProposalsListedResponseProposalsListed]:
    """ Listed

     The caller's own and those about them, newest first; a supervisor's also those that await approval.

    Args:
        state (None | ProposalsListedStateType0 | Unset):
        thread_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ProposalsListedResponseProposalsListed]
     """


    kwargs = _get_kwargs(
        state=state,
thread_id=thread_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    state: None | ProposalsListedStateType0 | Unset = UNSET,
    thread_id: None | str | Unset = UNSET,

) -> Problem | ProposalsListedResponseProposalsListed | None:
    """ Listed

     The caller's own and those about them, newest first; a supervisor's also those that await approval.

    Args:
        state (None | ProposalsListedStateType0 | Unset):
        thread_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ProposalsListedResponseProposalsListed
     """


    return (await asyncio_detailed(
        client=client,
state=state,
thread_id=thread_id,

    )).parsed
