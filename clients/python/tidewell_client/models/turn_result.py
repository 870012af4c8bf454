from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.turn_result_outcome import TurnResultOutcome
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.citation import Citation
  from ..models.guard_verdict import GuardVerdict
  from ..models.handoff import Handoff
  from ..models.timings import Timings
  from ..models.tool_call import ToolCall
  from ..models.turn_result_proposal_type_0 import TurnResultProposalType0
  from ..models.turn_result_proposals_item import TurnResultProposalsItem
  from ..models.usage import Usage





T = TypeVar("T", bound="TurnResult")



@_attrs_define
class TurnResult:
    """ One turn, complete. `prompt` is name@version#hash, `model` the provider's name for what answered.

        Attributes:
            thread_id (str):
            turn_id (str):
            outcome (TurnResultOutcome):
            answer (str):
            prompt (str):
            model (str):
            proposal (None | TurnResultProposalType0): The first proposal of the turn (docs/acting.md), for clients that
                show one.
            citations (list[Citation] | Unset):
            tool_calls (list[ToolCall] | Unset):
            proposals (list[TurnResultProposalsItem] | Unset):
            handoff (Handoff | None | Unset):
            guards (list[GuardVerdict] | Unset):
            usage (Usage | Unset):
            timings_ms (Timings | Unset): Milliseconds of one turn; `total` is wall time, the parts may overlap (tools run
                side by side).
     """

    thread_id: str
    turn_id: str
    outcome: TurnResultOutcome
    answer: str
    prompt: str
    model: str
    proposal: None | TurnResultProposalType0
    citations: list[Citation] | Unset = UNSET
    tool_calls: list[ToolCall] | Unset = UNSET
    proposals: list[TurnResultProposalsItem] | Unset = UNSET
    handoff: Handoff | None | Unset = UNSET
    guards: list[GuardVerdict] | Unset = UNSET
    usage: Usage | Unset = UNSET
    timings_ms: Timings | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.citation import Citation # noqa: PLC0415
        from ..models.guard_verdict import GuardVerdict # noqa: PLC0415
        from ..models.handoff import Handoff # noqa: PLC0415
        from ..models.timings import Timings # noqa: PLC0415
        from ..models.tool_call import ToolCall # noqa: PLC0415
        from ..models.turn_result_proposal_type_0 import TurnResultProposalType0 # noqa: PLC0415
        from ..models.turn_result_proposals_item import TurnResultProposalsItem # noqa: PLC0415
        from ..models.usage import Usage # noqa: PLC0415
        thread_id = self.thread_id

        turn_id = self.turn_id

        outcome = self.outcome.value

        answer = self.answer

        prompt = self.prompt

        model = self.model

        proposal: dict[str, Any] | None
        if isinstance(self.proposal, TurnResultProposalType0):
            proposal = self.proposal.to_dict()
        else:
            proposal = self.proposal

        citations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.citations, Unset):
            citations = []
            for citations_item_data in self.citations:
                citations_item = citations_item_data.to_dict()
                citations.append(citations_item)



        tool_calls: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tool_calls, Unset):
            tool_calls = []
            for tool_calls_item_data in self.tool_calls:
                tool_calls_item = tool_calls_item_data.to_dict()
                tool_calls.append(tool_calls_item)



        proposals: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.proposals, Unset):
            proposals = []
            for proposals_item_data in self.proposals:
                proposals_item = proposals_item_data.to_dict()
                proposals.append(proposals_item)



        handoff: dict[str, Any] | None | Unset
        if isinstance(self.handoff, Unset):
            handoff = UNSET
        elif isinstance(self.handoff, Handoff):
            handoff = self.handoff.to_dict()
        else:
            handoff = self.handoff

        guards: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.guards, Unset):
            guards = []
            for guards_item_data in self.guards:
                guards_item = guards_item_data.to_dict()
                guards.append(guards_item)



        usage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage, Unset):
            usage = self.usage.to_dict()

        timings_ms: dict[str, Any] | Unset = UNSET
        if not isinstance(self.timings_ms, Unset):
            timings_ms = self.timings_ms.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "thread_id": thread_id,
            "turn_id": turn_id,
            "outcome": outcome,
            "answer": answer,
            "prompt": prompt,
            "model": model,
            "proposal": proposal,
        })
        if citations is not UNSET:
            field_dict["citations"] = citations
        if tool_calls is not UNSET:
            field_dict["tool_calls"] = tool_calls
        if proposals is not UNSET:
            field_dict["proposals"] = proposals
        if handoff is not UNSET:
            field_dict["handoff"] = handoff
        if guards is not UNSET:
            field_dict["guards"] = guards
        if usage is not UNSET:
            field_dict["usage"] = usage
        if timings_ms is not UNSET:
            field_dict["timings_ms"] = timings_ms

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.citation import Citation # noqa: PLC0415
        from ..models.guard_verdict import GuardVerdict # noqa: PLC0415
        from ..models.handoff import Handoff # noqa: PLC0415
        from ..models.timings import Timings # noqa: PLC0415
        from ..models.tool_call import ToolCall # noqa: PLC0415
        from ..models.turn_result_proposal_type_0 import TurnResultProposalType0 # noqa: PLC0415
        from ..models.turn_result_proposals_item import TurnResultProposalsItem # noqa: PLC0415
        from ..models.usage import Usage # noqa: PLC0415
        d = dict(src_dict)
        thread_id = d.pop("thread_id")

        turn_id = d.pop("turn_id")

        outcome = TurnResultOutcome(d.pop("outcome"))




        answer = d.pop("answer")

        prompt = d.pop("prompt")

        model = d.pop("model")

        def _parse_proposal(data: object) -> None | TurnResultProposalType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                proposal_type_0 = TurnResultProposalType0.from_dict(data)



                return proposal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TurnResultProposalType0, data)

        proposal = _parse_proposal(d.pop("proposal"))


        _citations = d.pop("citations", UNSET)
        citations: list[Citation] | Unset = UNSET
        if _citations is not UNSET:
            citations = []
            for citations_item_data in _citations:
                citations_item = Citation.from_dict(citations_item_data)



                citations.append(citations_item)


        _tool_calls = d.pop("tool_calls", UNSET)
        tool_calls: list[ToolCall] | Unset = UNSET
        if _tool_calls is not UNSET:
            tool_calls = []
            for tool_calls_item_data in _tool_calls:
                tool_calls_item = ToolCall.from_dict(tool_calls_item_data)



                tool_calls.append(tool_calls_item)


        _proposals = d.pop("proposals", UNSET)
        proposals: list[TurnResultProposalsItem] | Unset = UNSET
        if _proposals is not UNSET:
            proposals = []
            for proposals_item_data in _proposals:
                proposals_item = TurnResultProposalsItem.from_dict(proposals_item_data)



                proposals.append(proposals_item)


        def _parse_handoff(data: object) -> Handoff | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                handoff_type_0 = Handoff.from_dict(data)



                return handoff_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Handoff | None | Unset, data)

        handoff = _parse_handoff(d.pop("handoff", UNSET))


        _guards = d.pop("guards", UNSET)
        guards: list[GuardVerdict] | Unset = UNSET
        if _guards is not UNSET:
            guards = []
            for guards_item_data in _guards:
                guards_item = GuardVerdict.from_dict(guards_item_data)



                guards.append(guards_item)


        _usage = d.pop("usage", UNSET)
        usage: Usage | Unset
        if isinstance(_usage,  Unset):
            usage = UNSET
        else:
            usage = Usage.from_dict(_usage)




        _timings_ms = d.pop("timings_ms", UNSET)
        timings_ms: Timings | Unset
        if isinstance(_timings_ms,  Unset):
            timings_ms = UNSET
        else:
            timings_ms = Timings.from_dict(_timings_ms)




        turn_result = cls(
            thread_id=thread_id,
            turn_id=turn_id,
            outcome=outcome,
            answer=answer,
            prompt=prompt,
            model=model,
            proposal=proposal,
            citations=citations,
            tool_calls=tool_calls,
            proposals=proposals,
            handoff=handoff,
            guards=guards,
            usage=usage,
            timings_ms=timings_ms,
        )


        turn_result.additional_properties = d
        return turn_result

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
