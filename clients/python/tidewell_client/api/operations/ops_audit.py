from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.ops_audit_response_ops_audit import OpsAuditResponseOpsAudit
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    turn_id: str,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/ops/turns/{turn_id}/audit".format(turn_id=quote(str(turn_id), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> OpsAuditResponseOpsAudit | Problem:
    if response.status_code == 200:
        response_200 = OpsAuditResponseOpsAudit.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[OpsAuditResponseOpsAudit | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    turn_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> Response[OpsAuditResponseOpsAudit | Problem]:
    """ Audit

     One turn as it was seen, said and done, held against its audit record. The reading is on record.

    Args:
        turn_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OpsAuditResponseOpsAudit | Problem]
     """


    kwargs = _get_kwargs(
        turn_id=turn_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    turn_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> OpsAuditResponseOpsAudit | Problem | None:
    """ Audit

     One turn as it was seen, said and done, held against its audit record. The reading is on record.

    Args:
        turn_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OpsAuditResponseOpsAudit | Problem
     """


    return sync_detailed(
        turn_id=turn_id,
client=client,

    ).parsed

async def asyncio_detailed(
    turn_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> Response[OpsAuditResponseOpsAudit | Problem]:
    """ Audit

     One turn as it was seen, said and done, held against its audit record. The reading is on record.

    Args:
        turn_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OpsAuditResponseOpsAudit | Problem]
     """


    kwargs = _get_kwargs(
        turn_id=turn_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    turn_id: str,
    *,
    client: AuthenticatedClient | Client,

) -> OpsAuditResponseOpsAudit | Problem | None:
    """ Audit

     One turn as it was seen, said and done, held against its audit record. The reading is on record.

    Args:
        turn_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OpsAuditResponseOpsAudit | Problem
     """


    return (await asyncio_detailed(
        turn_id=turn_id,
client=client,

    )).parsed
