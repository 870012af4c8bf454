from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.policies_read_response_policies_read import PoliciesReadResponsePoliciesRead
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    document: str,
    *,
    version: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_version: None | str | Unset
    if isinstance(version, Unset):
        json_version = UNSET
    else:
        json_version = version
    params["version"] = json_version


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/policies/{document}".format(document=quote(str(document), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> PoliciesReadResponsePoliciesRead | Problem:
    if response.status_code == 200:
        response_200 = PoliciesReadResponsePoliciesRead.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[PoliciesReadResponsePoliciesRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    document: str,
    *,
    client: AuthenticatedClient | Client,
    version: None | str | Unset = UNSET,

) -> Response[PoliciesReadResponsePoliciesRead | Problem]:
    """ Read

     One version of a document; without `version`, the newest. Staff documents exist for staff only.

    Args:
        document (str):
        version (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PoliciesReadResponsePoliciesRead | Problem]
     """


    kwargs = _get_kwargs(
        document=document,
version=version,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    document: str,
    *,
    client: AuthenticatedClient | Client,
    version: None | str | Unset = UNSET,

) -> PoliciesReadResponsePoliciesRead | Problem | None:
    """ Read

     One version of a document; without `version`, the newest. Staff documents exist for staff only.

    Args:
        document (str):
        version (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PoliciesReadResponsePoliciesRead | Problem
     """


    return sync_detailed(
        document=document,
client=client,
version=version,

    ).parsed

async def asyncio_detailed(
    document: str,
    *,
    client: AuthenticatedClient | Client,
    version: None | str | Unset = UNSET,

) -> Response[PoliciesReadResponsePoliciesRead | Problem]:
    """ Read

     One version of a document; without `version`, the newest. Staff documents exist for staff only.

    Args:
        document (str):
        version (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PoliciesReadResponsePoliciesRead | Problem]
     """


    kwargs = _get_kwargs(
        document=document,
version=version,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    document: str,
    *,
    client: AuthenticatedClient | Client,
    version: None | str | Unset = UNSET,

) -> PoliciesReadResponsePoliciesRead | Problem | None:
    """ Read

     One version of a document; without `version`, the newest. Staff documents exist for staff only.

    Args:
        document (str):
        version (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PoliciesReadResponsePoliciesRead | Problem
     """


    return (await asyncio_detailed(
        document=document,
client=client,
version=version,

    )).parsed
