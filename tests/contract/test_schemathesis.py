"""Whatever is asked, the account system answers as its OpenAPI document says: no 5xx, no undocumented answer.

A sample in `make test`; with FAULTS=full (`make faults`) many more cases and longer chains.
"""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, Response

from tests.contract.answers import CHECKS, ROLES, SCHEMA, aim, ask, doer, headers, known_ids
from tests.contract.conftest import Contract
from tests.faults.report import full, record

EXAMPLES = 40 if full() else 6
CHAINS, STEPS = (150, 12) if full() else (20, 8)
OPERATIONS = {each.ok().definition.raw["operationId"]: each.ok() for each in SCHEMA.get_all_operations()}
_CALM = settings(
    deadline=None,
    derandomize=not full(),
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
ASKED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def ids(exercised: Contract) -> dict[str, list[str]]:
    return known_ids(exercised)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_answer_is_documented(name: str, exercised: Contract, ids: dict[str, list[str]]) -> None:
    operation, before = OPERATIONS[name], ASKED.total()
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    odd = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(_CALM, max_examples=EXAMPLES)
    @given(data=st.data(), role=st.sampled_from(ROLES))
    def asked(data: st.DataObject, role: str) -> None:
        case: Case = data.draw(st.one_of(fitting, fitting, odd), label="case")
        aim(case, ids, data)
        ASKED[str(ask(case, exercised, doer(case) if role == "doer" else role))] += 1

    asked()
    assert ASKED.total() > before


def test_chains_of_operations_are_answered_as_documented(exercised: Contract, ids: dict[str, list[str]]) -> None:
    """Operations follow each other by the links of the document: what one answer names, the next ones ask about."""

    class Chain(SCHEMA.as_state_machine()):
        def get_call_kwargs(self, case: Case) -> dict[str, Any]:
            return {"base_url": exercised.url, "headers": headers(exercised, doer(case)), "timeout": 30}

        def before_call(self, case: Case) -> None:
            places = case.path_parameters or {}
            if "account_id" in places and not str(places["account_id"]).startswith(("CL-", "IL-")):
                places["account_id"] = ids["account_id"][0]

        def validate_response(
            self, response: Response, case: Case, additional_checks: Any = None, **kwargs: Any
        ) -> None:
            case.validate_response(response, checks=CHECKS)
            ASKED[f"chained {response.status_code}"] += 1

    Chain.run(settings=settings(_CALM, max_examples=CHAINS, stateful_step_count=STEPS))
    assert sum(count for status, count in ASKED.items() if status.startswith("chained 2")) > 0
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(ASKED.items()))
    record("schemathesis", ASKED.total(), 0, f"{len(OPERATIONS)} operations; {statuses}", 0)
