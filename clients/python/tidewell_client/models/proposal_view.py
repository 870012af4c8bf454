from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.proposal_view_can_item import ProposalViewCanItem
from ..models.proposal_view_state import ProposalViewState
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.line_view import LineView
  from ..models.proposal_view_after import ProposalViewAfter
  from ..models.proposal_view_before import ProposalViewBefore
  from ..models.receipt_view import ReceiptView
  from ..models.requires import Requires





T = TypeVar("T", bound="ProposalView")



@_attrs_define
class ProposalView:
    """ One proposal. says: what became of it, in a sentence or two. before, after: what only differs.

    can: what this caller may do with it now. undoes, undone_by: the other of a pair. maker, about: for staff only, with
    their names where the account system tells them; a borrower sees `by_you` instead.

        Attributes:
            proposal_id (str):
            thread_id (str):
            turn_id (None | str):
            tool (str):
            state (ProposalViewState):
            title (str):
            says (str):
            lines (list[LineView]):
            before (ProposalViewBefore):
            after (ProposalViewAfter):
            risk (str):
            requires (Requires): What a yes needs: the assurance of who confirms, and a second person.
            created_at (datetime.datetime):
            expires_at (datetime.datetime):
            digest (str):
            can (list[ProposalViewCanItem]):
            by_you (bool):
            maker (None | str):
            about (None | str):
            receipt (None | ReceiptView):
            undoes (None | str):
            undone_by (None | str):
            maker_name (None | str | Unset):
            about_name (None | str | Unset):
     """

    proposal_id: str
    thread_id: str
    turn_id: None | str
    tool: str
    state: ProposalViewState
    title: str
    says: str
    lines: list[LineView]
    before: ProposalViewBefore
    after: ProposalViewAfter
    risk: str
    requires: Requires
    created_at: datetime.datetime
    expires_at: datetime.datetime
    digest: str
    can: list[ProposalViewCanItem]
    by_you: bool
    maker: None | str
    about: None | str
    receipt: None | ReceiptView
    undoes: None | str
    undone_by: None | str
    maker_name: None | str | Unset = UNSET
    about_name: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.line_view import LineView # noqa: PLC0415
        from ..models.proposal_view_after import ProposalViewAfter # noqa: PLC0415
        from ..models.proposal_view_before import ProposalViewBefore # noqa: PLC0415
        from ..models.receipt_view import ReceiptView # noqa: PLC0415
        from ..models.requires import Requires # noqa: PLC0415
        proposal_id = self.proposal_id

        thread_id = self.thread_id

        turn_id: None | str
        turn_id = self.turn_id

        tool = self.tool

        state = self.state.value

        title = self.title

        says = self.says

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)



        before = self.before.to_dict()

        after = self.after.to_dict()

        risk = self.risk

        requires = self.requires.to_dict()

        created_at = self.created_at.isoformat()

        expires_at = self.expires_at.isoformat()

        digest = self.digest

        can = []
        for can_item_data in self.can:
            can_item = can_item_data.value
            can.append(can_item)



        by_you = self.by_you

        maker: None | str
        maker = self.maker

        about: None | str
        about = self.about

        receipt: dict[str, Any] | None
        if isinstance(self.receipt, ReceiptView):
            receipt = self.receipt.to_dict()
        else:
            receipt = self.receipt

        undoes: None | str
        undoes = self.undoes

        undone_by: None | str
        undone_by = self.undone_by

        maker_name: None | str | Unset
        if isinstance(self.maker_name, Unset):
            maker_name = UNSET
        else:
            maker_name = self.maker_name

        about_name: None | str | Unset
        if isinstance(self.about_name, Unset):
            about_name = UNSET
        else:
            about_name = self.about_name


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "proposal_id": proposal_id,
            "thread_id": thread_id,
            "turn_id": turn_id,
            "tool": tool,
            "state": state,
            "title": title,
            "says": says,
            "lines": lines,
            "before": before,
            "after": after,
            "risk": risk,
            "requires": requires,
            "created_at": created_at,
            "expires_at": expires_at,
            "digest": digest,
            "can": can,
            "by_you": by_you,
            "maker": maker,
            "about": about,
            "receipt": receipt,
            "undoes": undoes,
            "undone_by": undone_by,
        })
        if maker_name is not UNSET:
            field_dict["maker_name"] = maker_name
        if about_name is not UNSET:
            field_dict["about_name"] = about_name

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_view import LineView # noqa: PLC0415
        from ..models.proposal_view_after import ProposalViewAfter # noqa: PLC0415
        from ..models.proposal_view_before import ProposalViewBefore # noqa: PLC0415
        from ..models.receipt_view import ReceiptView # noqa: PLC0415
        from ..models.requires import Requires # noqa: PLC0415
        d = dict(src_dict)
        proposal_id = d.pop("proposal_id")

        thread_id = d.pop("thread_id")

        def _parse_turn_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        turn_id = _parse_turn_id(d.pop("turn_id"))


        tool = d.pop("tool")

        state = ProposalViewState(d.pop("state"))




        title = d.pop("title")

        says = d.pop("says")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in (_lines):
            lines_item = LineView.from_dict(lines_item_data)



            lines.append(lines_item)


        before = ProposalViewBefore.from_dict(d.pop("before"))




        after = ProposalViewAfter.from_dict(d.pop("after"))




        risk = d.pop("risk")

        requires = Requires.from_dict(d.pop("requires"))




        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))




        digest = d.pop("digest")

        can = []
        _can = d.pop("can")
        for can_item_data in (_can):
            can_item = ProposalViewCanItem(can_item_data)



            can.append(can_item)


        by_you = d.pop("by_you")

        def _parse_maker(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        maker = _parse_maker(d.pop("maker"))


        def _parse_about(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        about = _parse_about(d.pop("about"))


        def _parse_receipt(data: object) -> None | ReceiptView:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                receipt_type_0 = ReceiptView.from_dict(data)



                return receipt_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReceiptView, data)

        receipt = _parse_receipt(d.pop("receipt"))


        def _parse_undoes(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        undoes = _parse_undoes(d.pop("undoes"))


        def _parse_undone_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        undone_by = _parse_undone_by(d.pop("undone_by"))


        def _parse_maker_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        maker_name = _parse_maker_name(d.pop("maker_name", UNSET))


        def _parse_about_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        about_name = _parse_about_name(d.pop("about_name", UNSET))


        proposal_view = cls(
            proposal_id=proposal_id,
            thread_id=thread_id,
            turn_id=turn_id,
            tool=tool,
            state=state,
            title=title,
            says=says,
            lines=lines,
            before=before,
            after=after,
            risk=risk,
            requires=requires,
            created_at=created_at,
            expires_at=expires_at,
            digest=digest,
            can=can,
            by_you=by_you,
            maker=maker,
            about=about,
            receipt=receipt,
            undoes=undoes,
            undone_by=undone_by,
            maker_name=maker_name,
            about_name=about_name,
        )


        proposal_view.additional_properties = d
        return proposal_view

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
