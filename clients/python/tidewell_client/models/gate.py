from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="Gate")



@_attrs_define
class Gate:
    """ What let the version pass. on: the evidence as the record has it. The rest: the baseline that was blessed with
    it, null where the baseline is another version's by now; passed: cases that passed in each of their runs.

        Attributes:
            verdict (str):
            at (str):
            by (str):
            on (str):
            suite (None | str | Unset):
            model (None | str | Unset):
            cases (int | None | Unset):
            passed (int | None | Unset):
            critical (int | None | Unset):
            critical_passed (int | None | Unset):
            blessed_at (None | str | Unset):
            blessed_by (None | str | Unset):
     """

    verdict: str
    at: str
    by: str
    on: str
    suite: None | str | Unset = UNSET
    model: None | str | Unset = UNSET
    cases: int | None | Unset = UNSET
    passed: int | None | Unset = UNSET
    critical: int | None | Unset = UNSET
    critical_passed: int | None | Unset = UNSET
    blessed_at: None | str | Unset = UNSET
    blessed_by: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        verdict = self.verdict

        at = self.at

        by = self.by

        on = self.on

        suite: None | str | Unset
        if isinstance(self.suite, Unset):
            suite = UNSET
        else:
            suite = self.suite

        model: None | str | Unset
        if isinstance(self.model, Unset):
            model = UNSET
        else:
            model = self.model

        cases: int | None | Unset
        if isinstance(self.cases, Unset):
            cases = UNSET
        else:
            cases = self.cases

        passed: int | None | Unset
        if isinstance(self.passed, Unset):
            passed = UNSET
        else:
            passed = self.passed

        critical: int | None | Unset
        if isinstance(self.critical, Unset):
            critical = UNSET
        else:
            critical = self.critical

        critical_passed: int | None | Unset
        if isinstance(self.critical_passed, Unset):
            critical_passed = UNSET
        else:
            critical_passed = self.critical_passed

        blessed_at: None | str | Unset
        if isinstance(self.blessed_at, Unset):
            blessed_at = UNSET
        else:
            blessed_at = self.blessed_at

        blessed_by: None | str | Unset
        if isinstance(self.blessed_by, Unset):
            blessed_by = UNSET
        else:
            blessed_by = self.blessed_by


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "verdict": verdict,
            "at": at,
            "by": by,
            "on": on,
        })
        if suite is not UNSET:
            field_dict["suite"] = suite
        if model is not UNSET:
            field_dict["model"] = model
        if cases is not UNSET:
            field_dict["cases"] = cases
        if passed is not UNSET:
            field_dict["passed"] = passed
        if critical is not UNSET:
            field_dict["critical"] = critical
        if critical_passed is not UNSET:
            field_dict["critical_passed"] = critical_passed
        if blessed_at is not UNSET:
            field_dict["blessed_at"] = blessed_at
        if blessed_by is not UNSET:
            field_dict["blessed_by"] = blessed_by

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        verdict = d.pop("verdict")

        at = d.pop("at")

        by = d.pop("by")

        on = d.pop("on")

        def _parse_suite(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        suite = _parse_suite(d.pop("suite", UNSET))


        def _parse_model(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        model = _parse_model(d.pop("model", UNSET))


        def _parse_cases(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        cases = _parse_cases(d.pop("cases", UNSET))


        def _parse_passed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        passed = _parse_passed(d.pop("passed", UNSET))


        def _parse_critical(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        critical = _parse_critical(d.pop("critical", UNSET))


        def _parse_critical_passed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        critical_passed = _parse_critical_passed(d.pop("critical_passed", UNSET))


        def _parse_blessed_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        blessed_at = _parse_blessed_at(d.pop("blessed_at", UNSET))


        def _parse_blessed_by(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        blessed_by = _parse_blessed_by(d.pop("blessed_by", UNSET))


        gate = cls(
            verdict=verdict,
            at=at,
            by=by,
            on=on,
            suite=suite,
            model=model,
            cases=cases,
            passed=passed,
            critical=critical,
            critical_passed=critical_passed,
            blessed_at=blessed_at,
            blessed_by=blessed_by,
        )


        gate.additional_properties = d
        return gate

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
