"""The seeded people, as the account system lists them to a service."""

from typing import Any

import httpx

from stack.issuer import Identity, Issuer

Person = dict[str, Any]


class PersonUnknown(LookupError):
    """Nobody of that handle is seeded; the message names the nearest handles."""


def people(accounts_url: str, issuer: Issuer) -> list[Person]:
    """Everybody: borrowers, third parties, staff. Raises httpx.HTTPError when the account system is out of reach."""
    token = issuer.delegate("assistant", "service")
    response = httpx.get(
        f"{accounts_url}/v1/people", headers={"Authorization": f"Bearer {token}"}, timeout=10, trust_env=False
    )
    response.raise_for_status()
    rows: list[Person] = response.json()["people"]
    return rows


def find(known: list[Person], handle: str) -> Person:
    """The person of that handle. Raises PersonUnknown."""
    wanted = handle.strip().lower().lstrip("@")
    for person in known:
        if wanted in (person["handle"], str(person["name"]).lower()):
            return person
    from rapidfuzz import process

    near = [match[0] for match in process.extract(wanted, [person["handle"] for person in known], limit=3)]
    raise PersonUnknown(
        f"Nobody here is called {handle!r}. Nearest: {', '.join(near)}. `assist people` lists them all."
    )


def identity_of(person: Person) -> Identity:
    """Signed in with one factor; a third party for whom and for what the directory says."""
    served, scopes = person.get("serves"), frozenset[str](person.get("scopes") or ())
    name = str(person["name"])
    return Identity(str(person["borrower_id"]), str(person["role"]), name, 1, serves=served, scopes=scopes)
