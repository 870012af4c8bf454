from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.no import No
from ...models.problem import Problem
from ...models.proposal_view import ProposalView
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    proposal_id: str,
    *,
    body: No | None | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/proposals/{proposal_id}/reject".format(proposal_id=quote(str(proposal_id), safe=""),),
    }

    
    if isinstance(body, No):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | ProposalView:
    if response.status_code == 200:
        response_200 = ProposalView.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | ProposalView]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    proposal_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: No | None | Unset = UNSET,

) -> Response[Problem | ProposalView]:
    """ Reject

     The maker's no to what is open, or a second person's to what awaits approval.

    Args:
        proposal_id (str):
        body (No | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ProposalView]
     """


    kwargs = _get_kwargs(
        proposal_id=proposal_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    proposal_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: No | None | Unset = UNSET,

) -> Problem | ProposalView | None:
    """ Reject

     The maker's no to what is open, or a second person's to what awaits approval.

    Args:
        proposal_id (str):
        body (No | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ProposalView
     """


    return sync_detailed(
        proposal_id=proposal_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    proposal_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: No | None | Unset = UNSET,

) -> Response[Problem | ProposalView]:
    """ Reject

     The maker's no to what is open, or a second person's to what awaits approval.

    Args:
        proposal_id (str):
        body (No | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ProposalView]
     """


    kwargs = _get_kwargs(
        proposal_id=proposal_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    proposal_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: No | None | Unset = UNSET,

) -> Problem | ProposalView | None:
    """ Reject

     The maker's no to what is open, or a second person's to what awaits approval.

    Args:
        proposal_id (str):
        body (No | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ProposalView
     """


    return (await asyncio_detailed(
        proposal_id=proposal_id,
client=client,
body=body,

    )).parsed
