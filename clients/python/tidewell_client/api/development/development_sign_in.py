from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.development_sign_in_response_development_sign_in import DevelopmentSignInResponseDevelopmentSignIn
from ...models.problem import Problem
from ...models.sign_in import SignIn
from typing import cast



def _get_kwargs(
    *,
    body: SignIn,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/development/sign-in",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DevelopmentSignInResponseDevelopmentSignIn | Problem:
    if response.status_code == 200:
        response_200 = DevelopmentSignInResponseDevelopmentSignIn.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DevelopmentSignInResponseDevelopmentSignIn | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SignIn,

) -> Response[DevelopmentSignInResponseDevelopmentSignIn | Problem]:
    """ Sign In

     A token for one of the seeded people.

    Args:
        body (SignIn): `handle` as `assist people` lists it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DevelopmentSignInResponseDevelopmentSignIn | Problem]
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
    body: SignIn,

) -> DevelopmentSignInResponseDevelopmentSignIn | Problem | None:
    """ Sign In

     A token for one of the seeded people.

    Args:
        body (SignIn): `handle` as `assist people` lists it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DevelopmentSignInResponseDevelopmentSignIn | Problem
     """


    return sync_detailed(
        client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SignIn,

) -> Response[DevelopmentSignInResponseDevelopmentSignIn | Problem]:
    """ Sign In

     A token for one of the seeded people.

    Args:
        body (SignIn): `handle` as `assist people` lists it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DevelopmentSignInResponseDevelopmentSignIn | Problem]
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
    body: SignIn,

) -> DevelopmentSignInResponseDevelopmentSignIn | Problem | None:
    """ Sign In

     A token for one of the seeded people.

    Args:
        body (SignIn): `handle` as `assist people` lists it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DevelopmentSignInResponseDevelopmentSignIn | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,

    )).parsed
