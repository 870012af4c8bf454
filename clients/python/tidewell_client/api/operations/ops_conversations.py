from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.ops_conversations_outcome_type_0 import OpsConversationsOutcomeType0
from ...models.problem import Problem
from ...models.results import Results
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,
    q: str | Unset = '',
    borrower: None | str | Unset = UNSET,
    outcome: None | OpsConversationsOutcomeType0 | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    limit: int | Unset = 25,
    before: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

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

    params["q"] = q

    json_borrower: None | str | Unset
    if isinstance(borrower, Unset):
        json_borrower = UNSET
    else:
        json_borrower = borrower
    params["borrower"] = json_borrower

    json_outcome: None | str | Unset
    if isinstance(outcome, Unset):
        json_outcome = UNSET
    elif isinstance(outcome, OpsConversationsOutcomeType0):
        json_outcome = outcome.value
    else:
        json_outcome = outcome
    params["outcome"] = json_outcome

    json_reason: None | str | Unset
    if isinstance(reason, Unset):
        json_reason = UNSET
    else:
        json_reason = reason
    params["reason"] = json_reason

    params["limit"] = limit

    json_before: None | str | Unset
    if isinstance(before, Unset):
        json_before = UNSET
    else:
        json_before = before
    params["before"] = json_before


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/ops/conversations",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Results:
    if response.status_code == 200:
        response_200 = Results.from_dict(response.json())



        return response_200

    response_default = Problem.from_dict(response.json())



    return response_default



def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Results]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,
    q: str | Unset = '',
    borrower: None | str | Unset = UNSET,
    outcome: None | OpsConversationsOutcomeType0 | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    limit: int | Unset = 25,
    before: None | str | Unset = UNSET,

) -> Response[Problem | Results]:
    """ Conversations

     Search in conversations, newest first, whatever accents and capitals. Each search is on record.

    One request looks at a bounded number of conversations; where `more` is true, `before=next` goes on.

    Args:
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.
        q (str | Unset): Words that one message or its answer has. Default: ''.
        borrower (None | str | Unset): An id, or part of a name.
        outcome (None | OpsConversationsOutcomeType0 | Unset): Of one of its turns.
        reason (None | str | Unset): Of one of its hand-offs.
        limit (int | Unset):  Default: 25.
        before (None | str | Unset): An earlier answer's `next`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Results]
     """


    kwargs = _get_kwargs(
        from_=from_,
to=to,
q=q,
borrower=borrower,
outcome=outcome,
reason=reason,
limit=limit,
before=before,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,
    q: str | Unset = '',
    borrower: None | str | Unset = UNSET,
    outcome: None | OpsConversationsOutcomeType0 | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    limit: int | Unset = 25,
    before: None | str | Unset = UNSET,

) -> Problem | Results | None:
    """ Conversations

     Search in conversations, newest first, whatever accents and capitals. Each search is on record.

    One request looks at a bounded number of conversations; where `more` is true, `before=next` goes on.

    Args:
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.
        q (str | Unset): Words that one message or its answer has. Default: ''.
        borrower (None | str | Unset): An id, or part of a name.
        outcome (None | OpsConversationsOutcomeType0 | Unset): Of one of its turns.
        reason (None | str | Unset): Of one of its hand-offs.
        limit (int | Unset):  Default: 25.
        before (None | str | Unset): An earlier answer's `next`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Results
     """


    return sync_detailed(
        client=client,
from_=from_,
to=to,
q=q,
borrower=borrower,
outcome=outcome,
reason=reason,
limit=limit,
before=before,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,
    q: str | Unset = '',
    borrower: None | str | Unset = UNSET,
    outcome: None | OpsConversationsOutcomeType0 | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    limit: int | Unset = 25,
    before: None | str | Unset = UNSET,

) -> Response[Problem | Results]:
    """ Conversations

     Search in conversations, newest first, whatever accents and capitals. Each search is on record.

    One request looks at a bounded number of conversations; where `more` is true, `before=next` goes on.

    Args:
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.
        q (str | Unset): Words that one message or its answer has. Default: ''.
        borrower (None | str | Unset): An id, or part of a name.
        outcome (None | OpsConversationsOutcomeType0 | Unset): Of one of its turns.
        reason (None | str | Unset): Of one of its hand-offs.
        limit (int | Unset):  Default: 25.
        before (None | str | Unset): An earlier answer's `next`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Results]
     """


    kwargs = _get_kwargs(
        from_=from_,
to=to,
q=q,
borrower=borrower,
outcome=outcome,
reason=reason,
limit=limit,
before=before,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    from_: None | str | Unset = UNSET,
    to: None | str | Unset = UNSET,
    q: str | Unset = '',
    borrower: None | str | Unset = UNSET,
    outcome: None | OpsConversationsOutcomeType0 | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    limit: int | Unset = 25,
    before: None | str | Unset = UNSET,

) -> Problem | Results | None:
    """ Conversations

     Search in conversations, newest first, whatever accents and capitals. Each search is on record.

    One request looks at a bounded number of conversations; where `more` is true, `before=next` goes on.

    Args:
        from_ (None | str | Unset): A day (UTC) or an instant, ISO 8601.
        to (None | str | Unset): A day (UTC) or an instant, ISO 8601. A day counts whole.
        q (str | Unset): Words that one message or its answer has. Default: ''.
        borrower (None | str | Unset): An id, or part of a name.
        outcome (None | OpsConversationsOutcomeType0 | Unset): Of one of its turns.
        reason (None | str | Unset): Of one of its hand-offs.
        limit (int | Unset):  Default: 25.
        before (None | str | Unset): An earlier answer's `next`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Results
     """


    return (await asyncio_detailed(
        client=client,
from_=from_,
to=to,
q=q,
borrower=borrower,
outcome=outcome,
reason=reason,
limit=limit,
before=before,

    )).parsed
