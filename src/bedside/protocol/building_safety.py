"""The safety part of an adverse event form, as its file says it, held against the items that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.casebook import Form, ItemKind
from bedside.protocol.safety import LETHAL, CaseReport, Coded, Death, Doses, Exemption, FirstDose, Patient, Safety

TIMES, TEXTS, CHOICES = {ItemKind.TIME}, {ItemKind.TEXT}, {ItemKind.CHOICE}

YES_NO = {ItemKind.YES_NO}
CODED = ("criterion", "relation", "outcome", "action")


def with_safety(source: Source, form: Form) -> Form:
    """The form with the safety part of its file, if that has one.

    Raises ProtocolError, with its line, for an item that the form does not have or that cannot say it, and for a
    safety part without a clock (`reporting`).
    """
    row = source.held.data.get("safety")
    if row is None:
        return form
    if form.reporting is None:
        raise source.refuse("a safety part without `reporting`.", "Say what is reported, and by when.", "safety")
    held = _safety(row)
    _check(source, form, held)
    lethal = tuple(code.code for code in form.item(held.grade).codes if code.means == LETHAL)
    return replace(form, safety=replace(held, lethal=lethal))


def _safety(row: Data) -> Safety:
    return Safety(
        row["term"], row["grade"], row["baseline"], row["began"], row["ended"],
        _coded(row["criterion"]) if "criterion" in row else None,
        _coded(row["relation"]), _coded(row["outcome"]), _coded(row["action"]),
        FirstDose(row["first_dose"]["form"], row["first_dose"]["item"]), text(row["drug"]), text(row["reference"]),
        row["pregnancy_within"], tuple(_exemption(each) for each in row.get("exempt", ())), names(row, "assumptions"),
        _case_report(row.get("case_report")), names(row, "judged"), tuple(row.get("criteria", {}).items()),
        row.get("terms", ""),
    )  # fmt: skip


def _case_report(row: Data | None) -> CaseReport | None:
    if row is None:
        return None
    patient, doses, death = row.get("patient"), row.get("doses"), row.get("death")
    return CaseReport(
        row["country"], row["sender"],
        Patient(patient["form"], patient["age"], patient["age_at"], _coded(patient["sex"])) if patient else None,
        Doses(doses["dose"], doses["unit"], doses["route"]) if doses else None,
        _coded(row["rechallenge"]) if "rechallenge" in row else None,
        Death(death["form"], death["at"], death["cause"]) if death else None,
    )  # fmt: skip


def _coded(row: Data) -> Coded:
    return Coded(row["item"], tuple(row["means"].items()))


def _exemption(row: Data) -> Exemption:
    when = tuple((each["item"], tuple(each["holds"])) for each in row["when"])
    return Exemption(text(row), when, names(row, "criteria"))


def _check(source: Source, form: Form, held: Safety) -> None:
    if bool(held.criterion) is bool(held.criteria):
        what = "why an event is serious is said by one choice or by several items, and never by both."
        raise source.refuse(what, "Write `criterion` or `criteria`.", "safety")
    kinds = {item.id: item.kind for item in form.items}
    for name in held.judged:
        if name not in kinds:
            todo = "Name items of this form."
            raise source.refuse(f"“{name}” is no item of this form.", todo, "safety", "judged")
    for place, name, meant in _named(held):
        if kinds.get(name) not in meant:
            todo = f"Name an item of this form of kind {' or '.join(sorted(meant))}."
            raise source.refuse(f"“{name}” is no item that can say it.", todo, "safety", *place)
    for place, coded in _codes(held):
        known = {code.code for code in form.item(coded.item).codes}
        for code, _ in coded.means:
            if code not in known:
                what, todo = f"“{code}” is no choice of {coded.item}.", f"Its choices are: {', '.join(sorted(known))}."
                raise source.refuse(what, todo, "safety", *place, "means", code)


def _codes(held: Safety) -> Iterator[tuple[tuple[str, ...], Coded]]:
    """Every item with choices, and where it is named."""
    yield from (((place,), coded) for place in CODED if (coded := getattr(held, place)) is not None)
    if held.case_report and held.case_report.rechallenge:
        yield ("case_report", "rechallenge"), held.case_report.rechallenge


def _named(held: Safety) -> Iterator[tuple[tuple[str, ...], str, set[ItemKind]]]:
    own = (("term", TEXTS), ("grade", CHOICES), ("baseline", CHOICES), ("began", TIMES), ("ended", TIMES))
    yield from (((place,), getattr(held, place), meant) for place, meant in own)
    yield from ((place, coded.item, CHOICES) for place, coded in _codes(held))
    yield from ((("criteria",), item, YES_NO) for item, _ in held.criteria)
    for exemption in held.exempt:
        yield from ((("exempt",), item, CHOICES | {ItemKind.YES_NO}) for item, _ in exemption.when)
