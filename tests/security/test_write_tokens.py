"""Who can write: the executor alone asks the issuer for such tokens, and the operator who checks an account system."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "assistant", "evals", "policies", "prompts", "stack", "tools")


def asks_for_writing(call: ast.Call) -> bool:
    """`….delegate(…, write=<anything but False>)`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "delegate":
        return False
    given = {word.arg: word.value for word in call.keywords}
    if None in given:
        return True
    value = given.get("write")
    return value is not None and not (isinstance(value, ast.Constant) and value.value is False)


def test_only_the_executor_asks_for_tokens_that_may_write() -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and asks_for_writing(node)
    }
    # `assist accounts verify` holds an account system to its contract: an operator's command, not the assistant's
    # golden runs write the books of a throw-away world, to which no user of the product has a way
    assert found == {"stack/executing.py", "api/commands/verify.py", "evals/end_state/golden.py"}


def test_nothing_but_the_issuer_spells_the_scope_that_writes() -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "accounts:write" in path.read_text()
    }
    assert found == {"stack/issuer.py"}
