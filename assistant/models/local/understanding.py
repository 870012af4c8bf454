"""From a conversation to a plan: readings, cues, arguments, follow-ups and clarifying questions put together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant.models.local import acting, clarify, fit, followup
from assistant.models.local.arguments import each_day, extract, its_day, lacks_its_day, shared
from assistant.models.local.caution import Caution
from assistant.models.local.choose import THIRD_PARTY, Choice, Chosen, choose, on_behalf
from assistant.models.local.conversation import Conversation
from assistant.models.local.cues import covers, fires
from assistant.models.local.kernel import Encoder
from assistant.models.local.language import LanguageGuess
from assistant.models.local.planner import Planner
from assistant.models.local.reach import reach_of, reads_accounts
from assistant.models.local.reading import SEARCH, Plan, PlannedCall, Reading, surest_search, treatment
from assistant.models.local.requests import requested
from assistant.models.local.vectors import KeptVectors
from prompts.bundle import PromptBundle
from prompts.scenarios import utterance_language
from prompts.schema import Call, Cue, Scenario

_DAY_UNREAD = "day_unread"
"""Beside other answers the note, where a day that a call needs could not be read."""
_MOST_CALLS = 6
_MOST_QUERY_CHARS = 600
_FEW_WORDS = 6
_CORRECTING_WORDS = 16
_SURE_SUBJECT = 0.4
"""A plan's likeliness from which its search stays beside the one of a cue."""
_MOST_MESSAGE_CHARS = 4000
_NEAR = 3
"""Readings: how far down one that leans on the last turn is still heard, where the first could not be acted on."""
_REMEMBERED = 256
"""Plans: the turn that looks something up needs its plan again to word the answer."""
Schemas = Mapping[str, Mapping[str, Any]]


class Understanding:
    """Fitted once for a prompt; `plan` is a pure function of the conversation and the bound tools."""

    def __init__(self, prompt: PromptBundle, encoder: Encoder, keep_in: Path | None = None) -> None:
        """keep_in: a folder that keeps what was fitted between starts."""
        self._prompt = prompt
        self._plans: dict[str, Plan] = {}
        kept = KeptVectors(encoder, keep_in) if keep_in else encoder
        apart = partial(fit.apart, prompt.scenarios, kept, keep_in) if keep_in else None
        self._planner = Planner(prompt.scenarios, kept, keep_in, apart, prompt.writes)
        self._offered = clarify.offered(prompt)
        self._writes, self._caution = prompt.writes, Caution(prompt)
        self.language = LanguageGuess(
            utterance_language(said) for scenario in prompt.scenarios for said in scenario.utterances
        )

    def plan(self, conversation: Conversation, schemas: Schemas) -> Plan:
        """`schemas`: the bound tools' parameters by tool name. Calls of tools that are not bound are left out."""
        key = repr(
            (
                conversation.text,
                conversation.earlier,
                conversation.today,
                conversation.staff,
                conversation.serving,
                conversation.preferred,
                sorted(schemas),
            )
        )
        if key not in self._plans:
            if len(self._plans) >= _REMEMBERED:
                self._plans.clear()
            self._plans[key] = self._plan(conversation, schemas)
        return self._plans[key]

    def _plan(self, conversation: Conversation, schemas: Schemas) -> Plan:
        told = self.language.last_told([*(turn.text for turn in conversation.earlier), conversation.text])
        preferred = conversation.preferred
        language = preferred if preferred and preferred in self._prompt.phrasings else told
        message, option = followup.answered_question(conversation)
        message = message[:_MOST_MESSAGE_CHARS]
        if not message.strip():
            return self._ask_scripted("unclear", language)
        staff = conversation.staff or not reads_accounts(schemas)
        choice = self._choose(message, option, followup.said_before(conversation), staff)
        if conversation.serving:
            choice = on_behalf(choice, message)
        choice = self._caution.look(choice, message)
        plan = (
            self._answering(choice, conversation, schemas, language)
            or self._corrected(choice, conversation, schemas, language)
            or self._follow(choice, conversation, schemas, language)
            or self._act(choice, message, conversation, schemas, language)
        )
        # Staff tell of borrowers, not of themselves: `customer filed bankruptcy` is a case to look up.
        return plan if conversation.staff else self._with_cues(plan, conversation.text, schemas, conversation.serving)

    def _choose(self, message: str, option: str | None, before: str, staff: bool) -> Choice:
        """The readings of a message; an option that we offered stands for what it was offered for.

        before: what the borrower said when something was last looked up; words such as `it` are read with it.
        staff: whether this may be one of the staff: no account's tools are offered to them.
        """
        if option is not None and (scenario := self._offered.get(option)) is not None:
            picked = Reading(scenario, 1.0, agreed=True)
            return Choice((Chosen(picked, message),), (picked,), sure=True)
        if option is not None:
            alone = choose(self._planner, option, staff=staff)
            return alone if alone.sure else choose(self._planner, message, staff=staff)
        choice = choose(self._planner, message, staff=staff, writing=not self._caution.asks_for_nothing(message))
        leans = any(reading.scenario.outcome == "followup" for reading in choice.candidates[:_NEAR])
        if before and followup.points_back(message) and not choice.certain and not leans:
            joined = choose(self._planner, f"{before} {message}", staff=staff)
            return joined if joined.sure else choice
        return choice

    def _answering(self, choice: Choice, conversation: Conversation, schemas: Schemas, language: str) -> Plan | None:
        """The plan of a message that answers what a write waited for; None if nothing waits or it does not."""
        last = conversation.earlier[-1] if conversation.earlier else None
        if last is None or all(name != "ask_clarification" for name, _ in last.calls):
            return None
        before = replace(conversation, text=last.text, results=(), earlier=conversation.earlier[:-1])
        pending = self.plan(before, schemas).pending
        elsewhere = choice.sure and len(conversation.text.split()) > _FEW_WORDS
        if pending is None or (elsewhere and all(pending.tool not in part.reading.tools for part in choice.chosen)):
            return None
        tool, schema = self._prompt.tools[pending.tool], schemas[pending.tool]
        call = acting.completed(pending, tool, schema, conversation)
        if call is None:
            return None
        asked = acting.question(tool, call.arguments)
        return self._ask_for(asked, call, language) if asked else Plan(language, (call,))

    def _corrected(self, choice: Choice, conversation: Conversation, schemas: Schemas, language: str) -> Plan | None:
        """The last message's plan with other values, where this one only takes those back; None if it asks for more."""
        if len(conversation.text.split()) > _CORRECTING_WORDS or not self._caution.corrects(conversation.text):
            return None
        calls = followup.corrected(conversation, schemas)
        read = frozenset[str]().union(*(part.reading.tools for part in choice.chosen))
        elsewhere = choice.sure and not read <= {call.tool for call in calls}
        return Plan(language, calls) if calls and not elsewhere else None

    def _ask_for(self, question: str, pending: PlannedCall, language: str) -> Plan:
        return replace(self._ask_scripted(question, language), lacks=question, pending=pending)

    def _follow(self, choice: Choice, conversation: Conversation, schemas: Schemas, language: str) -> Plan | None:
        """The plan of a message that leans on the last turn; None if this one stands on its own."""
        if not followup.last_calls(conversation):
            return None
        first = self._leaning(choice, conversation)
        leans = first.outcome == "followup" and len(choice.chosen) <= 1
        if leans and first.reason == "mine":
            return self._of_mine(conversation, schemas, language)
        unclear = first.outcome == "clarify" or not choice.sure
        short = len(conversation.text.split()) <= _FEW_WORDS and unclear
        if not leans and not (short and followup.changes_arguments(conversation, schemas)):
            return None
        reason = first.reason if leans and first.reason else "same_again"
        calls = followup.repeated(conversation, reason, schemas, self._writes)
        return Plan(language, calls, dict(first.variants) if leans else {}) if calls else None

    def _leaning(self, choice: Choice, conversation: Conversation) -> Scenario:
        """The first reading; where it could not be acted on alone, a near one that leans on the last turn."""
        first = choice.candidates[0].scenario
        if first.outcome != "clarify" or not followup.points_back(conversation.text):
            return first
        near = (reading.scenario for reading in choice.candidates[1:_NEAR])
        return next((scenario for scenario in near if scenario.outcome == "followup"), first)

    def _of_mine(self, conversation: Conversation, schemas: Schemas, language: str) -> Plan | None:
        """After a rule, the same for the borrower: the likeliest look-up in an account that both messages lead to."""
        before = followup.said_before(conversation)
        joined = f"{conversation.text} {before}"
        for reading in choose(self._planner, joined, staff=False).candidates:
            if reading.scenario.outcome == "answer" and reading.tools & set(schemas) - {SEARCH}:
                return self._look_up((Chosen(reading, joined),), joined, conversation, schemas, language)
        return None

    def _act(self, choice: Choice, message: str, conversation: Conversation, schemas: Schemas, language: str) -> Plan:
        if not choice.chosen:
            return self._ask_readings(choice.candidates, language)
        first = choice.chosen[0].reading.scenario
        if first.outcome == "clarify" and first.reason == "unclear":
            return self._ask_readings(choice.candidates, language)
        if first.outcome in ("clarify", "followup"):
            return self._ask_scripted(first.reason if first.outcome == "clarify" else "what_is_meant", language)
        return self._look_up(choice.chosen, message, conversation, schemas, language)

    def asks_for(self, texts: Sequence[str], *, staff: bool) -> frozenset[str]:
        """The writes that somebody's own words may be asking for; an option of ours that they picked is theirs."""
        given = [text[:_MOST_MESSAGE_CHARS] for text in texts if text.strip()]
        picked = {tool for text in given if text in self._offered for tool in treatment(self._offered[text])[0]}
        return (requested(given, self._planner, self._caution, staff=staff) | picked) & self._writes

    def _look_up(
        self, chosen: Sequence[Chosen], message: str, conversation: Conversation, schemas: Schemas, language: str
    ) -> Plan:
        calls: list[PlannedCall] = []
        variants: dict[str, str] = {}
        notes: dict[str, None] = {}
        dropped = False
        waiting: Plan | None = None
        for part in chosen:
            scenario = part.reading.scenario
            for call in scenario.calls:
                if call.tool not in schemas:
                    dropped = dropped or call.tool not in followup.CONTROL
                    continue
                made = self._call(call, part, message, conversation, schemas, language)
                if lacks_its_day(schemas[call.tool], made.arguments, conversation.text):
                    if len(chosen) == 1:
                        return self._ask_for(str(its_day(schemas[call.tool])), made, language)
                    notes[_DAY_UNREAD] = None
                if call.tool in self._writes:
                    if asked := acting.question(self._prompt.tools[call.tool], made.arguments):
                        waiting = waiting or self._ask_for(asked, made, language)
                    elif made not in calls:
                        calls.append(made)
                    continue
                days = each_day(schemas[call.tool], message, conversation.today) or [{}]
                dated = (PlannedCall(made.tool, {**made.arguments, **day}) for day in days)
                calls += [one for one in dated if one not in calls]
            variants |= {tool: variant for tool, variant in scenario.variants.items() if tool not in variants}
            notes |= dict.fromkeys(scenario.notes)
        if waiting and not calls:
            return waiting
        first = chosen[0].reading.scenario
        likely = surest_search([part.reading for part in chosen], conversation.staff)
        said = (tuple(calls[:_MOST_CALLS]), variants, tuple(notes), first.outcome, first.reason)
        plan = Plan(language, *said, sign_in=dropped, reach=reach_of(conversation, schemas), likely=likely)
        return replace(plan, lacks=waiting.lacks, pending=waiting.pending) if waiting else plan

    def _call(
        self, call: Call, part: Chosen, message: str, conversation: Conversation, schemas: Schemas, language: str
    ) -> PlannedCall:
        schema, words = schemas[call.tool], part.words
        if call.tool in self._writes:
            said = (self._caution.wished(words), message, self._caution.wished(message))
            return PlannedCall(call.tool, {**acting.stated(schema, *said, conversation), **call.arguments})
        of_all = shared(schema, extract(schema, message, conversation.today))
        stated = {**of_all, **extract(schema, words, conversation.today)}
        arguments: dict[str, Any] = {**stated, **call.arguments}
        if "query" in schema.get("properties", {}):
            canonical = "" if part.own_words and language != "es" else str(call.arguments.get("query", ""))
            own_words = "" if language == "es" and canonical else words
            arguments["query"] = f"{canonical} {own_words}".strip()[:_MOST_QUERY_CHARS]
        return PlannedCall(call.tool, arguments)

    def _ask_readings(self, candidates: Sequence[Reading], language: str) -> Plan:
        """Which of the likeliest readings is meant; what is meant at all, where none could be looked up."""
        options = clarify.options(candidates, self._prompt, language)
        if len(options) == 1:
            return self._ask_scripted("what_is_meant", language)
        question, _ = clarify.scripted("unclear", self._prompt, language)
        return Plan(language, outcome="clarify", reason=question, options=options)

    def _ask_scripted(self, reason: str | None, language: str) -> Plan:
        question, options = clarify.scripted(reason or "unclear", self._prompt, language)
        return Plan(language, outcome="clarify", reason=question, options=options)

    def _with_cues(self, plan: Plan, text: str, schemas: Schemas, serving: bool) -> Plan:
        """Cues add their hand-off and calls; they take nothing away but a question that would delay help.

        A cue to decline is weaker than a hand-off and stronger than a look-up: what it guards is not read at all.
        """
        fired = [cue for cue in self._prompt.cues if fires(cue, text) and (cue.reason != THIRD_PARTY or not serving)]
        seen = [cue for cue in fired if cue.outcome == "handoff"]
        if not seen:
            refused = next((cue for cue in fired if cue.outcome == "decline"), None)
            return self._refused(plan, refused, schemas) if refused and plan.outcome != "handoff" else plan
        added = [
            PlannedCall(call.tool, dict(call.arguments))
            for cue in seen
            for call in cue.calls
            if call.tool in schemas and not any(covers(made, call) for made in plan.calls)
        ]
        # A search on a guess would put a rule that nobody asked for under the help.
        guessed = plan.likely < _SURE_SUBJECT and all(call.tool == SEARCH for call in plan.calls)
        planned = () if guessed and plan.outcome == "answer" and added else plan.calls
        if self._prompt.handoffs[seen[0].reason]["urgent"]:
            planned = tuple(call for call in planned if call.tool not in self._writes)
        calls = (*planned, *(call for call in added if call not in planned))
        return Plan(
            plan.language, calls[:_MOST_CALLS], plan.variants, plan.notes, "handoff", seen[0].reason, likely=plan.likely
        )

    def _refused(self, plan: Plan, cue: Cue, schemas: Schemas) -> Plan:
        calls = tuple(PlannedCall(call.tool, dict(call.arguments)) for call in cue.calls if call.tool in schemas)
        return Plan(plan.language, calls, outcome="decline", reason=cue.reason)
