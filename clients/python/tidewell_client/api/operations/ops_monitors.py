from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.monitors_view import MonitorsView
from ...models.ops_monitors_slice_type_0 import OpsMonitorsSliceType0
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    slice_: None | OpsMonitorsSliceType0 | Unset = UNSET,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_slice_: None | str | Unset
    if isinstance(slice_, Unset):
        json_slice_ = UNSET
    elif isinstance(slice_, OpsMonitorsSliceType0):
        json_slice_ = slice_.value
    else:
        json_slice_ = slice_
    params["slice"] = json_slice_

    json_from_: None | str | Unset
    if isinstance(from_, Unset):
        json_from_ = UNSET
    else:
        json_from_ = from_
    params["from"] = json_from_

    json_to: None | str | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    else:
        json_to = to
    params["to"] = json_to


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/ops/monitors",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> MonitorsView | Problem:
    if response.status_code == 200:
        response_200 = MonitorsView.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[MonitorsView | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    slice_: None | OpsMonitorsSliceType0 | Unset = UNSET,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,

) -> Response[MonitorsView | Problem]:
    """ Monitors

     Figures of at most 92 days: in all, in about 24 steps, and by slice. Without a period: the last
    seven days.

    Args:
        slice_ (None | OpsMonitorsSliceType0 | Unset):
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MonitorsView | Problem]
     """


    kwargs = _get_kwargs(
        slice_=slice_,
from_=from_,
to=to,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    slice_: None | OpsMonitorsSliceType0 | Unset = UNSET,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,

) -> MonitorsView | Problem | None:
    """ Monitors

     Figures of at most 92 days: in all, in about 24 steps, and by slice. Without a period: the last
    seven days.

    Args:
        slice_ (None | OpsMonitorsSliceType0 | Unset):
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MonitorsView | Problem
     """


    return sync_detailed(
        client=client,
slice_=slice_,
from_=from_,
to=to,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    slice_: None | OpsMonitorsSliceType0 | Unset = UNSET,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,

) -> Response[MonitorsView | Problem]:
    """ Monitors

     Figures of at most 92 days: in all, in about 24 steps, and by slice. Without a period: the last
    seven days.

    Args:
        slice_ (None | OpsMonitorsSliceType0 | Unset):
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MonitorsView | Problem]
     """


    kwargs = _get_kwargs(
        slice_=slice_,
from_=from_,
to=to,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    slice_: None | OpsMonitorsSliceType0 | Unset = UNSET,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,

) -> MonitorsView | Problem | None:
    """ Monitors

     Figures of at most 92 days: in all, in about 24 steps, and by slice. Without a period: the last
    seven days.

    Args:
        slice_ (None | OpsMonitorsSliceType0 | Unset):
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MonitorsView | Problem
     """


    return (await asyncio_detailed(
        client=client,
slice_=slice_,
from_=from_,
to=to,

    )).parsed
