"""Who plays: seeded people in the right situation who have said nothing yet, so that a stack can be used again."""

from typing import Any

from tests.e2e.browser.stacks import Stack


class Casting:
    """Nobody is cast twice in a run."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._people: list[dict[str, Any]] = stack.people()
        self._cast: set[str] = set()

    def borrower(self, *products: str, tags: tuple[str, ...] = ("current",), without: tuple[str, ...] = ()) -> str:
        """Handle of a borrower with these products (and no other) and tags, none of `without`, and no conversation."""
        for person in self._people:
            handle, situation = str(person["handle"]), person["situation"]
            if (
                handle not in self._cast
                and person["role"] == "borrower"
                and sorted(person["products"]) == sorted(products)
                and set(tags) <= set(situation)
                and not set(without) & set(situation)
            ):
                self._cast.add(handle)
                with self._stack.http(handle) as http:
                    if not http.get("/v1/threads").json()["threads"]:
                        return handle
        raise LookupError(f"nobody is left with {products} {tags}; use a fresh data folder")

    def staff(self, role: str) -> str:
        return next(str(person["handle"]) for person in self._people if person["role"] == role)

    def name(self, handle: str) -> str:
        return next(str(person["name"]) for person in self._people if person["handle"] == handle)
