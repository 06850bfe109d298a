"""A file looked at and kept: every row has one verdict, nothing is overwritten, the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save, save_together
from bedside.conduct.casebook.actions_computed import recompute
from bedside.conduct.casebook.computing import reads
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.closing import actions as closing
from bedside.conduct.imports import actions, layouts, looking
from bedside.conduct.imports.files import received
from bedside.conduct.imports.looking import Verdict
from bedside.conduct.imports.looking import look as look_at
from bedside.conduct.imports.models import File, Held, Settled, Taken
from bedside.conduct.imports.placing import form_of, item_of, time_of
from bedside.conduct.imports.reading import waiting_at
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.locks.reading import Shut
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.participants.actions import screen
from bedside.conduct.participants.models import Enrolled
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.trail.keeping import Act
from bedside.conduct.trail.keeping import keep as keep_row
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.telling import lines as lines_told
from bedside.conduct.trail.verifying import verify
from bedside.errors import UnreadableFile, UsageError
from bedside.protocol.model import ItemKind
from bedside.records.parquet import write_parquet
from bedside.values.moment import DAY, now
from bedside.values.wording import Text

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
ROW = st.tuples(
    st.sampled_from(["PLQ", "HB", "FER", "XYZ"]), st.sampled_from(["84", "9,5", "<12", "1500", "x", "-1"]),
    st.sampled_from(["G/L", "g/dL", "µg/L"]), st.sampled_from([10, 20]),
)  # fmt: skip
"""A row as `lines` takes it."""


def verdicts(plan: Any) -> list[str]:
    return [line.verdict.value for line in plan.lines]


def values(sheet: Sheet) -> dict[str, str]:
    return {name: entry.typed or "" for name, entry in current(sheet).items()}


def test_new_results_are_kept_with_their_origin(lines: Make, keep: Make) -> None:
    file = keep(lines(("PLQ", "84"), ("FER", "<12", "µg/L"), ("HB", "9,5", "g/dL")))
    sheet = Sheet.objects.get()
    assert (sheet.visit, sheet.form, file.new, file.rows) == ("unscheduled", "laboratory", 3, 3)
    held = values(sheet)
    assert (held["platelets"], held["ferritin"], held["hemoglobin"]) == ("84", "<12", "9,5")
    entry = current(sheet)["hemoglobin"]
    assert (entry.unit, entry.assay, entry.originator, entry.event.origin) == ("g/dL", "GLIMS", "GLIMS", "import")
    assert (entry.taken.row, entry.taken.file.name, len(entry.taken.file.digest)) == (4, "lab.csv", 64)
    assert Taken.objects.count() == 4  # the time of the sample too
    assert not list(verify())


@pytest.mark.proves("imports idempotent")
def test_the_same_file_twice_changes_nothing_and_an_overlapping_one_adds_what_is_new(
    lines: Make, look: Make, keep: Make
) -> None:
    first = lines(("PLQ", "84"), ("HB", "9,5", "g/dL"))
    keep(first)
    before = Event.objects.count(), Entry.objects.count()
    plan = look(first)
    assert verdicts(plan) == ["same", "same"] and not plan.keeps
    with pytest.raises(UsageError, match="nothing in this file is new"):
        keep(first)
    assert (Event.objects.count(), Entry.objects.count()) == before
    assert verdicts(look(lines(("HB", "95", "g/L"), ("FER", "900", "µg/L")))) == ["same", "new"]
    keep(lines(("HB", "95", "g/L"), ("FER", "900", "µg/L")))
    assert Sheet.objects.count() == 1 and len(current(Sheet.objects.get())) == 4


@pytest.mark.proves("imports never-overwritten")
@pytest.mark.parametrize("decision", [actions.OURS, actions.THEIRS])
def test_a_conflict_waits_for_a_person_who_says_why(
    decision: str, lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    keep(lines(("PLQ", "84")))
    file = keep(lines(("PLQ", "48"), name="again.csv"))
    assert (file.conflicts, file.new) == (1, 0) and values(Sheet.objects.get())["platelets"] == "84"
    (waits,) = waiting_at("01")
    assert waits.theirs == Text("48 10⁹/L", "48 10⁹/L") and "84" in waits.ours.en and not waits.asks
    assert verdicts(look(lines(("PLQ", "48")))) == ["same"]  # it is in the list
    with pytest.raises(UsageError, match="no reason is given"):
        actions.settle(actor("investigator"), waits.held, decision, " ")
    settled = actions.settle(actor("investigator"), waits.held, decision, "typed from the wrong report")
    took = decision == actions.THEIRS
    assert values(Sheet.objects.get())["platelets"] == ("48" if took else "84")
    entry = current(Sheet.objects.get())["platelets"]
    assert (entry.number, bool(settled.entry)) == ((2, True) if took else (1, False))
    if took:
        assert entry.originator == "GLIMS" and entry.event.reason == "typed from the wrong report"
        assert entry.taken.file == file
    assert not waiting_at("01") and not list(verify())
    with pytest.raises(UsageError, match="decided already"):
        actions.settle(actor("investigator"), waits.held, decision, "again")


def test_what_changed_since_it_was_held_is_not_overwritten(lines: Make, keep: Make, actor: Make) -> None:
    keep(lines(("PLQ", "84")))
    keep(lines(("PLQ", "48")))
    sheet = Sheet.objects.get()
    save(actor("nurse"), sheet, {"platelets": Typed("80", "10*9/L", reason="misread")})
    with pytest.raises(UsageError, match="somebody changed what stands there since"):
        actions.settle(actor("investigator"), Held.objects.get(), actions.THEIRS, "theirs is right")
    assert values(sheet)["platelets"] == "80"


@pytest.mark.proves("imports same-checks")
def test_what_a_check_asks_about_waits_and_what_it_refuses_stays_out(
    lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    sent = lines(("PLQ", "1500"), ("HB", "9,5", "g/dL"), ("FER", "-3", "µg/L"), ("PLQ", "80", "G/L", -30))
    plan = look(sent)
    assert verdicts(plan) == ["asked", "new", "refused", "refused"]
    file = keep(sent)
    assert (file.asked, file.new, file.refused) == (1, 1, 2)
    assert "platelets" not in values(Sheet.objects.get())
    (waits,) = waiting_at("01")
    assert waits.asks and waits.ours is None
    actions.settle(actor("nurse"), waits.held, actions.THEIRS, "counted twice, essential thrombocythaemia")
    entry = current(Sheet.objects.get())["platelets"]
    assert entry.typed == "1500" and entry.confirmed


@pytest.mark.parametrize(("row", "says"), [
    (("XYZ", "84"), "not in the layout"),
    (("PLQ", "84", "mg/L"), "does not come in the unit"),
    (("PLQ", "vingt"), "is no number"),
    (("PLQ", "84", "G/L", 10, "01-S999"), "Nobody of this site"),
])  # fmt: skip
def test_a_row_that_cannot_be_used_says_why(row: tuple[Any, ...], says: str, lines: Make, look: Make) -> None:
    (line,) = look(lines(row)).lines
    assert line.verdict is Verdict.REFUSED and says in line.why.en and line.why.fr


def test_a_day_without_time_and_a_row_of_another_length_are_refused(layout: Make, person: Make) -> None:
    who, header = person().code, "Patient étude;Date;Heure;Analyse;Résultat;Unité"
    sent = received("lab.csv", f"{header}\n{who};20/11/2026;;PLQ;84;G/L\n{who};20/11/2026\n".encode(), "latin-1")
    assert ["exact time" in line.why.en or "cells" in line.why.en for line in look_at("01", layout(), sent).lines] == [
        True, True]  # fmt: skip


@pytest.mark.proves("ground other-sites")
def test_people_of_another_site_and_those_without_basis_are_refused(
    lines: Make, look: Make, person: Make, actor: Make
) -> None:
    other, bare = screen(actor("nurse", "02"), "02"), person(consented=False)
    plan = look(lines(("PLQ", "84", "G/L", 10, other), ("IL6", "5", "pg/mL", 10, bare), ("PLQ", "84", "G/L", 10, bare)))
    assert verdicts(plan) == ["refused", "refused", "new"]  # platelets are read by the criteria, cytokines are not
    assert "lawful basis" in plan.lines[1].why.en


@pytest.mark.proves("imports never-overwritten", "imports idempotent")
@pytest.mark.parametrize("order", [("84", "48"), ("48", "84")])
def test_of_two_rows_that_contradict_each_other_neither_is_kept_and_taking_one_leaves_the_other_out(
    order: tuple[str, str], lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    one, other = order
    sent = lines(("PLQ", one), ("PLQ", one), ("PLQ", other), ("HB", "9,5", "g/dL"))
    plan = look(sent)
    assert verdicts(plan) == ["asked", "same", "asked", "new"]
    assert "line 4" in plan.lines[0].why.en and "line 2" in plan.lines[2].why.en
    file = keep(sent)
    assert (file.new, file.same, file.asked, file.refused) == (1, 1, 2, 0)
    assert "platelets" not in values(Sheet.objects.get())
    assert not look(sent).keeps
    first, second = waiting_at("01")
    assert f"{other} 10⁹/L, line 4 of lab.csv" in first.asked.en and f"{one} 10⁹/L, line 2" in second.asked.en
    actions.settle(actor("nurse"), second.held, actions.THEIRS, "the laboratory says so")
    assert values(Sheet.objects.get())["platelets"] == other and not waiting_at("01")
    assert [row.decision for row in Settled.objects.order_by("pk")] == [actions.THEIRS, actions.OURS]
    assert verdicts(look(sent)) == ["same"] * 4 and not list(verify())
    with pytest.raises(UsageError, match="decided already"):
        actions.settle(actor("nurse"), first.held, actions.THEIRS, "no, this")


def test_of_contradicting_rows_one_left_out_leaves_the_other_to_be_decided(
    lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    keep(lines(("PLQ", "84"), ("PLQ", "48")))
    actions.settle(actor("nurse"), waiting_at("01")[0].held, actions.OURS, "haemolysed")
    (waits,) = waiting_at("01")
    assert waits.theirs == Text("48 10⁹/L", "48 10⁹/L") and "another line" in waits.asked.en
    actions.settle(actor("nurse"), waits.held, actions.OURS, "haemolysed too")
    assert verdicts(look(lines(("PLQ", "84"), ("PLQ", "48")))) == ["same", "same"]
    assert verdicts(look(lines(("PLQ", "48")))) == ["same"] and "platelets" not in values(Sheet.objects.get())


def test_what_contradicts_a_row_to_confirm_or_one_of_a_file_before_waits_too(
    lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    sent = lines(("PLQ", "1500"), ("PLQ", "80"))
    assert verdicts(look(sent)) == ["asked", "asked"]
    keep(sent)
    again = lines(("PLQ", "82"), ("PLQ", "80"), name="again.csv")
    assert verdicts(look(again)) == ["asked", "same"] and "(lab.csv)" in look(again).lines[0].why.en
    keep(again)
    first, *_ = waiting_at("01")
    actions.settle(actor("nurse"), first.held, actions.THEIRS, "counted twice")
    assert not waiting_at("01") and current(Sheet.objects.get())["platelets"].confirmed
    assert verdicts(look(sent)) == ["same", "same"]


def test_contradicting_rows_are_each_compared_with_what_stands(lines: Make, look: Make, keep: Make) -> None:
    keep(lines(("PLQ", "84")))
    assert verdicts(look(lines(("PLQ", "48"), ("PLQ", "84"), ("PLQ", "50")))) == ["conflict", "same", "conflict"]


def test_a_sample_in_a_visits_window_goes_to_its_sheet_the_nearest_first(
    lines: Make, look: Make, keep: Make, person: Make, actor: Make
) -> None:
    someone = person()
    row = Enrolled(person=someone, number="01-901", at_us=int(now()) - 8 * DAY, version=protocol_for(someone).version)
    keep_row(Act(actor("investigator"), "enrol", "01", someone.code), row)
    inside, nearer, before = 24 - 10, 24 - 2, 24 + 5
    sent = lines(("PLQ", "84", "G/L", inside), ("PLQ", "85", "G/L", nearer), ("PLQ", "86", "G/L", before), who=someone)
    assert [line.place.split(" /")[0] for line in look(sent).lines] == ["unscheduled", "D7", "unscheduled"]
    keep(sent)
    assert verdicts(look(sent)) == ["same"] * 3


def test_a_file_that_was_looked_at_before_somebody_saved_is_looked_at_again(
    lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    keep(lines(("HB", "9,5", "g/dL")))
    sent = lines(("PLQ", "84"))
    mark = look(sent).mark
    save(actor("nurse"), Sheet.objects.get(), {"platelets": Typed("84", "10*9/L")})
    with pytest.raises(UsageError, match="changed since"):
        actions.keep_file(actor("nurse"), "01", layouts.layouts_of("01")[0], sent, mark)
    assert File.objects.count() == 1


@pytest.mark.proves("imports all-or-nothing")
def test_interrupted_in_the_middle_nothing_is_kept(
    lines: Make, look: Make, actor: Make, monkeypatch: pytest.MonkeyPatch, person: Make
) -> None:
    sent = lines(("PLQ", "84", "G/L", 10, person()), ("PLQ", "85", "G/L", 20, person()))
    plan, before = look(sent), Event.objects.count()
    done = []

    def failing(*args: Any, **more: Any) -> Any:
        done.append(args)
        if len(done) == 2:
            raise KeyboardInterrupt
        return save_together(*args, **more)

    monkeypatch.setattr(actions, "save_together", failing)
    with pytest.raises(KeyboardInterrupt):
        actions.keep_file(actor("nurse"), "01", layouts.layouts_of("01")[0], sent, plan.mark)
    assert Event.objects.count() == before and not File.objects.exists() and not Entry.objects.exists()


def test_canonical_records_come_in_by_participant_or_by_stay(actor: Make, person: Make) -> None:
    someone = person()
    stay = screen(actor("nurse"), "01", "ward", "4711")
    head = "variable,start,value,unit\n"
    at = "2026-11-20T07:05:00+01:00"
    by_code = received("r.csv", f"participant,{head}{someone.code},platelets,{at},84,10*9/L\n".encode(), "latin-1")
    by_stay = received("r.csv", f"stay_id,{head}4711,platelets,{at},84,10*9/L\n".encode(), "latin-1")
    assert [line.result.person.code for line in look_at("01", layouts.records(""), by_code).lines] == [someone.code]
    assert [line.result.person.code for line in look_at("01", layouts.records("ward"), by_stay).lines] == [stay.code]
    (line,) = look_at("02", layouts.records("ward"), by_stay).lines
    assert "not in the study at this site" in line.why.en


def test_canonical_records_come_in_as_parquet(actor: Make, person: Make, tmp_path: Path) -> None:
    someone, columns = person(), [(name, "VARCHAR") for name in ("participant", "variable", "start", "value", "unit")]
    row = (someone.code, "platelets", "2026-11-20T07:05:00+01:00", "84", "10*9/L")
    write_parquet(tmp_path / "r.parquet", columns, [row])
    sent = received("r.parquet", (tmp_path / "r.parquet").read_bytes(), "latin-1")
    plan = look_at("01", layouts.records(""), sent)
    assert verdicts(plan) == ["new"]
    file = actions.keep_file(actor("nurse"), "01", layouts.records(""), sent, plan.mark)
    assert (file.name, file.new, values(Sheet.objects.get())["platelets"]) == ("r.parquet", 1, "84")


@pytest.mark.proves("imports counts-add-up", "imports idempotent")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.lists(ROW, min_size=1, max_size=6), min_size=1, max_size=3))
def test_whatever_files_come_the_counts_add_up_and_nothing_is_overwritten(
    data: list[list[Any]], lines: Make, look: Make, keep: Make
) -> None:
    for number, rows in enumerate(data):
        sent = lines(*rows, name=f"file {number}.csv")
        stood = {entry.pk: entry.typed for entry in Entry.objects.all()}
        plan = look(sent)
        assert len(plan.lines) == len(rows) == sum(plan.count(verdict) for verdict in Verdict)
        if plan.keeps:
            keep(sent)
        assert not look(sent).keeps
        assert {entry.pk: entry.typed for entry in Entry.objects.filter(pk__in=stood)} == stood
        assert not Entry.objects.filter(number__gt=1).exists()
        assert Taken.objects.count() == Entry.objects.count()


def test_a_file_that_would_hold_up_everybody_is_sent_in_parts(
    lines: Make, look: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SAMPLES", 3)
    with pytest.raises(UnreadableFile, match="new results of 4 samples; 3 are kept at a time"):
        look(lines(*(("PLQ", "84", "G/L", hours) for hours in range(10, 14))))


# --- what is frozen or locked -----------------------------------------------------------------------------------------


@pytest.mark.proves("imports shut-waits")
@pytest.mark.parametrize("way", [Way.FREEZE, Way.LOCK])
def test_a_result_for_what_is_frozen_or_locked_waits_until_it_is_open(
    way: Way, lines: Make, look: Make, keep: Make, actor: Make
) -> None:
    keep(lines(("PLQ", "84")))
    sheet = Sheet.objects.get()
    role = "data manager" if way is Way.LOCK else "monitor"
    closing.close(actor(role), way, scope_of(sheet), "cleaned")
    plan = look(lines(("PLQ", "84"), ("HB", "9,5", "g/dL"), ("PLQ", "90", "G/L", 30)))
    assert verdicts(plan) == ["same", "asked", "new"]
    assert "cleaned" in plan.lines[1].why.en and "cleaned" in plan.lines[1].why.fr
    file = keep(lines(("PLQ", "84"), ("HB", "9,5", "g/dL"), ("PLQ", "90", "G/L", 30)))
    assert (file.same, file.asked, file.new) == (1, 1, 1) and "hemoglobin" not in values(sheet)
    (waits,) = waiting_at("01")
    assert waits.asked.en == "frozen or locked when it came"
    with pytest.raises(Shut):
        actions.settle(actor("investigator"), waits.held, actions.THEIRS, "it is right")
    closing.close(actor(role), Way.LIFT if way is Way.FREEZE else Way.UNLOCK, scope_of(sheet), "a result came")
    actions.settle(actor("investigator"), waits.held, actions.THEIRS, "it is right")
    entry = current(sheet)["hemoglobin"]
    assert (entry.typed, entry.confirmed) == ("9,5", "") and entry.taken.file == file


@pytest.mark.proves("imports shut-waits")
def test_nothing_is_added_to_somebody_who_is_locked_and_the_same_file_comes_in_later(
    lines: Make, look: Make, keep: Make, actor: Make, person: Make
) -> None:
    someone, other = person(), person()
    sent = lines(("PLQ", "84", "G/L", 10, someone), ("PLQ", "90", "G/L", 10, other))
    scope = Scope("01", someone.code)
    closing.close(actor("data manager"), Way.LOCK, scope, "closed")
    plan = look(sent)
    assert verdicts(plan) == ["refused", "new"] and "closed" in plan.lines[0].why.en
    assert (keep(sent).refused, Sheet.objects.get().person) == (1, other)
    closing.close(actor("data manager"), Way.UNLOCK, scope, "opened")
    assert verdicts(look(sent)) == ["new", "same"]


# --- the second trial, and many at once -------------------------------------------------------------------------------


def test_the_second_trial_needs_no_code(person: Make, actor: Make) -> None:
    someone = person("adrenal")
    protocol = protocol_for(someone)
    known = [name for form in protocol.forms for name in (item.variable for item in analytes(protocol, form))]
    name = next(each for each in known if form_of(protocol, each))
    variable = protocol.vocabulary[name]
    item = item_of(protocol, form_of(protocol, name), name)
    head, at = "participant,variable,start,value,unit", "2026-11-20T07:05:00+01:00"
    middle = (variable.low + variable.high) / 2
    row = f"{someone.code},{name},{at},{middle},{variable.unit}"
    sent, layout = received("r.csv", f"{head}\n{row}\n".encode(), "latin-1"), layouts.records("")
    plan = look_at(someone.site, layout, sent)
    assert plan.lines[0].verdict in (Verdict.NEW, Verdict.ASKED), plan.lines[0].why.en
    actions.keep_file(actor("nurse", someone.site), someone.site, layout, sent, plan.mark)
    for waits in waiting_at(someone.site):
        actions.settle(actor("nurse", someone.site), waits.held, actions.THEIRS, "seen")
    assert values(Sheet.objects.get(person=someone))[item.id] == str(middle)


def test_what_many_samples_change_is_worked_out_once_and_as_if_one_by_one(
    lines: Make, keep: Make, person: Make, actor: Make
) -> None:
    someone = person()
    protocol = protocol_for(someone)
    form = next(form for form in protocol.forms for item in form.items if item.kind is ItemKind.COMPUTED
                and "platelets" in reads(protocol, item) and "ferritin" not in form.id)  # fmt: skip
    when = time_of(form)
    sheet = open_sheet(actor("nurse"), someone, "unscheduled", form.id, protocol.version)
    save(actor("nurse"), sheet, {when.id: Typed("t")})
    keep(lines(*(("PLQ", str(80 - hours), "G/L", hours, someone) for hours in range(1, 21))))
    kept = Computed.objects.filter(sheet=sheet)
    assert {each.number for each in kept} <= {1, 2}  # once for the sheet, once for the file
    assert not recompute(actor("nurse"), someone)


@pytest.mark.parametrize(
    ("language", "columns", "codes"),
    [
        ("en", "Patient étude (whose it is); Date (day); Heure (time); Analyse (code)", "PLQ (platelets, 10⁹/L)"),
        ("fr", "Patient étude (participant); Date (jour); Heure (heure); Analyse (code)", "PLQ (plaquettes, 10⁹/L)"),
    ],
)
def test_the_trail_tells_a_layout_in_words(layout: Make, language: str, columns: str, codes: str) -> None:
    kept = layout(codes="PLQ; platelets; 10*9/L; G/L").kept
    [line] = lines_told([kept.event], language)
    assert columns in line.after
    assert codes in line.after
    assert '{"' not in line.after
