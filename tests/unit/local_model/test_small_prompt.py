"""The model behind LangChain's interface, fitted to a small prompt of its own: the prompt decides what it does."""

import json
import shutil
from datetime import date
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.models.local import LocalChatModel
from assistant.models.local.conversation import Conversation, Turn
from assistant.models.local.followup import repeated
from assistant.models.local.split import parts
from prompts.loader import ROOT, load
from tests.unit.local_model.word_encoder import WordEncoder

EXAMPLES = """
domain: trial
scenarios:
  - {id: owed, means: What is owed., calls: [{tool: get_balance}],
     utterances: [how much do i owe, what is my balance, balance please, "es: cuánto debo en total", "es: mi saldo"]}
  - {id: payoff, means: The payoff., calls: [{tool: get_payoff_quote}],
     utterances: [payoff for a date, what is my payoff if i pay on friday, how much to pay off the loan, payoff amount]}
  - {id: penalty, means: Penalty., calls: [{tool: search_policies, arguments: {query: prepayment penalty}}],
     utterances: [is there a penalty for paying early, does early payoff cost a fee, penalty for early payment]}
  - {id: other, means: The other one., outcome: followup, reason: other_account,
     utterances: [and the other one, what about the other account, same for the other]}
  - {id: mine, means: Mine., outcome: followup, reason: mine,
     utterances: [and mine, what about mine, so mine then]}
  - {id: hello, means: Hello., outcome: chitchat, reason: greeting, utterances: [hello there, hi, good morning]}
  - {id: chances, means: Chances., outcome: decline, reason: credit_prediction,
     utterances: [will i be approved, what are my chances of approval, would you approve me]}
"""
ACCOUNT = "`cash_line` (cash line), `instalment_loan` (loan), or the last four digits."
PASSAGE = {"passage": "P1", "text": "There is no prepayment penalty for paying early. We close on Sunday."}
PAYOFF = {
    "label": "Instalment loan ending in 0871",
    "product": "instalment_loan",
    "last4": "0871",
    "good_through": "2026-06-14",
    "payoff_cents": 412345,
    "principal_cents": 400000,
    "interest_cents": 12345,
    "fees_cents": 0,
    "unapplied_cents": 0,
    "per_diem_cents": 131,
    "prepayment_penalty_cents": 0,
    "pending_payments_cents": 0,
}


def tool(name: str, **properties: Any) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties}
    return {"type": "function", "function": {"name": name, "description": name, "parameters": parameters}}


SEARCH = tool("search_policies", query={"type": "string"})
TOOLS = [
    tool("get_balance", account={"type": "string", "description": ACCOUNT}),
    tool("get_payoff_quote", payoff_date={"type": "string", "format": "date"}),
    SEARCH,
    tool("decline", reason={"type": "string"}),
    tool("hand_off", reason={"type": "string"}),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LocalChatModel:
    copy = tmp_path_factory.mktemp("small") / "prompts"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("examples", "__pycache__", "*.py"))
    (copy / "examples").mkdir()
    (copy / "examples" / "trial.yaml").write_text(EXAMPLES, encoding="utf-8")
    return LocalChatModel(prompt=load(copy), encoder=WordEncoder())


def ask(model: LocalChatModel, *messages: BaseMessage, tools: list[dict[str, Any]] = TOOLS) -> AIMessage:
    system = SystemMessage("Business date: 2026-05-15 (Friday)")
    return model.bind_tools(tools).invoke([system, *messages])


def calls(message: AIMessage) -> list[tuple[str, dict[str, Any]]]:
    return [(call["name"], call["args"]) for call in message.tool_calls]


def result(call_id: str | None, content: dict[str, Any]) -> ToolMessage:
    return ToolMessage(json.dumps(content), tool_call_id=str(call_id))


async def test_both_parts_are_looked_up_and_answered_from_the_results(model: LocalChatModel) -> None:
    question = HumanMessage("what is my payoff if i pay next friday and is there a penalty for paying early?")
    asked = ask(model, question)
    made = dict(calls(asked))
    assert made["get_payoff_quote"] == {"payoff_date": "2026-05-22"}
    assert "prepayment penalty" in made["search_policies"]["query"]
    contents = {
        "get_payoff_quote": {"as_of": "2026-05-15", "accounts": [PAYOFF]},
        "search_policies": {"passages": [PASSAGE]},
    }
    results = [result(call["id"], contents[call["name"]]) for call in asked.tool_calls]
    system = SystemMessage("Business date: 2026-05-15 (Friday)")
    answer = await model.bind_tools(TOOLS).ainvoke([system, question, asked, *results])
    assert "$4,123.45" in answer.text
    assert "May 22, 2026" in answer.text
    assert "There is no prepayment penalty for paying early. [P1]" in answer.text
    assert "Sunday" not in answer.text


def test_the_same_conversation_gives_the_same_message(model: LocalChatModel) -> None:
    first, second = (ask(model, HumanMessage("what is my balance")) for _ in range(2))
    assert calls(first) == [("get_balance", {})]
    assert first == second
    assert first.usage_metadata is not None
    assert first.usage_metadata["input_tokens"] > 0


def test_streaming_gives_what_invoking_gives(model: LocalChatModel) -> None:
    messages = [SystemMessage("Business date: 2026-05-15 (Friday)"), HumanMessage("balance please")]
    pieces = list(model.bind_tools(TOOLS).stream(messages))
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = whole + piece
    assert isinstance(whole, AIMessage)
    assert calls(whole) == [("get_balance", {})]


def test_a_tool_that_is_not_bound_is_not_called(model: LocalChatModel) -> None:
    reply = ask(model, HumanMessage("what is my balance"), tools=[SEARCH])
    assert calls(reply) == []
    assert "sign in" in reply.text


def test_a_follow_up_repeats_the_last_calls_for_the_other_account(model: LocalChatModel) -> None:
    before = AIMessage("", tool_calls=[{"name": "get_balance", "args": {"account": "cash_line"}, "id": "c1"}])
    history = [
        HumanMessage("balance of my cash line"),
        before,
        ToolMessage("[shown earlier]", tool_call_id="c1"),
        AIMessage(".."),
    ]
    reply = ask(model, *history, HumanMessage("and the other one?"))
    assert calls(reply) == [("get_balance", {"account": "instalment_loan"})]


def test_a_cue_adds_a_hand_off_to_the_plan_and_takes_nothing_away(model: LocalChatModel) -> None:
    made = calls(ask(model, HumanMessage("what is my balance, i want to kill myself")))
    assert made[0] == ("hand_off", {"reason": "self_harm"})
    assert "get_balance" in [name for name, _ in made]


def test_a_prediction_is_declined(model: LocalChatModel) -> None:
    assert calls(ask(model, HumanMessage("will i be approved"))) == [("decline", {"reason": "credit_prediction"})]


def test_passages_that_do_not_answer_end_in_not_covered(model: LocalChatModel) -> None:
    question = HumanMessage("is there a penalty for paying early")
    asked = ask(model, question)
    elsewhere = {"passages": [{"passage": "P1", "text": "Our Wilmington office moved during last spring."}]}
    reply = ask(model, question, asked, result(asked.tool_calls[0]["id"], elsewhere))
    assert calls(reply) == [("decline", {"reason": "not_covered"})]


def test_a_failed_tool_is_said_plainly(model: LocalChatModel) -> None:
    question = HumanMessage("what is my balance")
    asked = ask(model, question)
    failure = {"error": {"kind": "temporary", "message": "down", "retry": True}}
    reply = ask(model, question, asked, result(asked.tool_calls[0]["id"], failure))
    assert "couldn't reach the account system" in reply.text
    assert "$" not in reply.text


def test_spanish_is_answered_in_spanish(model: LocalChatModel) -> None:
    assert ask(model, HumanMessage("cuánto debo en total"), tools=[SEARCH]).text.startswith(
        "Eso es sobre su propia cuenta"
    )


def test_staff_who_tell_of_a_borrower_set_off_no_borrowers_hand_off(model: LocalChatModel) -> None:
    said = HumanMessage("borrower wants to kill himself, is there a penalty for paying early")
    staff = SystemMessage("Business date: 2026-05-15 (Friday)\nCaller: staff. A member of staff.")
    reply = model.bind_tools([SEARCH]).invoke([staff, said])
    assert [name for name, _ in calls(reply)] == ["search_policies"]


def test_the_month_before_is_counted_from_the_last_turns() -> None:
    period = {"period": {"type": "string", "pattern": r"^\d{4}-\d{2}$"}}
    schemas = {"get_statement": {"properties": period}}
    turn = Turn("my january bill", (("get_statement", {"period": "2026-01"}),))
    asked = Conversation(date(2026, 5, 15), "and the one before it", (), (turn,))
    (call,) = repeated(asked, "other_period", schemas)
    assert call.arguments == {"period": "2025-12"}


def test_a_rule_just_told_is_looked_up_for_the_borrower(model: LocalChatModel) -> None:
    rule = AIMessage("", tool_calls=[{"name": "search_policies", "args": {"query": "what is a payoff"}, "id": "c1"}])
    told = [
        HumanMessage("how a payoff amount is made"),
        rule,
        ToolMessage("[shown]", tool_call_id="c1"),
        AIMessage("."),
    ]
    assert [name for name, _ in calls(ask(model, *told, HumanMessage("and mine then")))] == ["get_payoff_quote"]


def test_a_question_when_is_a_part_of_its_own_and_a_condition_is_not() -> None:
    assert parts("what do i owe, when is it due, and is autopay on") == [
        "what do i owe",
        "when is it due",
        "is autopay on",
    ]
    assert parts("when i sell my car, how much is the payoff and is there a fee") == [
        "when i sell my car, how much is the payoff",
        "is there a fee",
    ]
