from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.offered import Offered
from ...models.problem import Problem
from ...models.starters_starters_language import StartersStartersLanguage
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    language: StartersStartersLanguage | Unset = StartersStartersLanguage.EN,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_language: str | Unset = UNSET
    if not isinstance(language, Unset):
        json_language = language.value

    params["language"] = json_language


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/starters",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Offered | Problem:
    if response.status_code == 200:
        response_200 = Offered.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Offered | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    language: StartersStartersLanguage | Unset = StartersStartersLanguage.EN,

) -> Response[Offered | Problem]:
    """ Starters

     Questions to begin with; for whoever is not signed in, those that policies alone answer.

    Args:
        language (StartersStartersLanguage | Unset):  Default: StartersStartersLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Offered | Problem]
     """


    kwargs = _get_kwargs(
        language=language,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    language: StartersStartersLanguage | Unset = StartersStartersLanguage.EN,

) -> Offered | Problem | None:
    """ Starters

     Questions to begin with; for whoever is not signed in, those that policies alone answer.

    Args:
        language (StartersStartersLanguage | Unset):  Default: StartersStartersLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Offered | Problem
     """


    return sync_detailed(
        client=client,
language=language,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    language: StartersStartersLanguage | Unset = StartersStartersLanguage.EN,

) -> Response[Offered | Problem]:
    """ Starters

     Questions to begin with; for whoever is not signed in, those that policies alone answer.

    Args:
        language (StartersStartersLanguage | Unset):  Default: StartersStartersLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Offered | Problem]
     """


    kwargs = _get_kwargs(
        language=language,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    language: StartersStartersLanguage | Unset = StartersStartersLanguage.EN,

) -> Offered | Problem | None:
    """ Starters

     Questions to begin with; for whoever is not signed in, those that policies alone answer.

    Args:
        language (StartersStartersLanguage | Unset):  Default: StartersStartersLanguage.EN.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Offered | Problem
     """


    return (await asyncio_detailed(
        client=client,
language=language,

    )).parsed
