"""Amendments: a difference on a version, collisions refused, and which version is in force for whom."""

from datetime import date
from pathlib import Path

import pytest

from bedside.errors import AmendmentError, ProtocolError
from bedside.protocol.amendments import (
    Activation,
    Participant,
    Version,
    collisions,
    read_amendments,
    version_in_force,
    versions_of,
)
from bedside.protocol.loading import load, load_versions
from bedside.values.quantity import quantity
from tests.unit.tiny_trial import AMENDMENT, write_trial

SECOND = (
    AMENDMENT.replace('"1.1"', '"1.2"')
    .replace('from: "1.0"', 'from: "1.1"')
    .replace("18 a, to: 21 a", "21 a, to: 25 a")
)
SECOND = SECOND.replace("from: P1D, to: P2D", "from: P2D, to: P3D")


def _written(folder: Path, **amendments: str) -> Path:
    files = {f"amendments/{name}.yaml": text for name, text in amendments.items()}
    return write_trial(folder, **files)


def test_an_amendment_makes_a_new_version_and_leaves_the_old_one(tmp_path: Path) -> None:
    old, new = load_versions(_written(tmp_path, a=AMENDMENT))
    assert (old.version, new.version, new.amended_from) == ("1.0", "1.1", ("1.0",))
    assert old.parameter("minimum_age").value == quantity("18 a")
    assert new.parameter("minimum_age").value == quantity("21 a")
    assert new.schedule.visit("D9").after == "P2D"
    assert old.hash != new.hash
    assert load(tmp_path).version == "1.1"
    assert load(tmp_path, "1.0") == old


def test_the_rule_follows_the_amended_number(tmp_path: Path) -> None:
    old, new = load_versions(_written(tmp_path, a=AMENDMENT))
    assert old.criterion("I1").rule != new.criterion("I1").rule
    assert old.criterion("E1").rule == new.criterion("E1").rule


def test_amendments_chain_whatever_their_file_names(tmp_path: Path) -> None:
    chain = load_versions(_written(tmp_path, z=AMENDMENT, a=SECOND))
    assert [each.version for each in chain] == ["1.0", "1.1", "1.2"]
    assert chain[2].parameter("minimum_age").value == quantity("25 a")


def test_two_amendments_of_one_version_collide_and_say_where(tmp_path: Path) -> None:
    other = AMENDMENT.replace('version: "1.1"', 'version: "1.2"').replace("to: 21 a", "to: 16 a")
    with pytest.raises(AmendmentError) as error:
        load(_written(tmp_path, a=AMENDMENT, b=other))
    assert str(error.value).endswith(
        "b.yaml:1: the amendments to 1.1 and to 1.2 both start from 1.0 and both change "
        "/parameters/minimum_age/value, /schedule/visits/D9/after. Base one on the other: from: “1.1”."
    )


def test_a_place_collides_with_what_stands_under_it(tmp_path: Path) -> None:
    wider = AMENDMENT[: AMENDMENT.index("changes:")] + "changes:\n  - {path: /parameters/minimum_age, from: 1}\n"
    one, other = read_amendments(_written(tmp_path, a=AMENDMENT, b=wider))
    assert collisions(one, other) == ("/parameters/minimum_age/value",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: 18 a", "from: 19 a", "a.yaml:7: /parameters/minimum_age/value is “18 a”, not “19 a”."),
        ("minimum_age/value", "maximum_age/value", "there is no “maximum_age”. Correct the path."),
        ("from: 18 a, to: 21 a", "to: 21 a", "is “18 a”, not absent."),
        ("to: 21 a", "to: 21 years", "protocol.yaml:17: unknown unit “years”."),
        ("/schedule/visits/D9/after, from: P1D", "/version, from: '1.0'", "/version cannot be amended."),
        ("/schedule/visits/D9/after, from: P1D, to: P2D", "/parameters/minimum_age, from: 1", "is changed twice."),
        ('from: "1.0"', 'from: "0.9"', "a.yaml:1: there is no version “0.9” to amend. There are: 1.0."),
        ('version: "1.1"', 'version: "1.0"', "a.yaml:1: version “1.0” is made twice."),
        ("2026-05-01", "2026-05-32", "a.yaml:3: “2026-05-32” is no date."),
        ("reconsent: true", "reconsent: maybe", "a.yaml:5: “reconsent” is “maybe”. Write true or false."),
    ],
)
def test_an_amendment_that_does_not_apply(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in AMENDMENT
    with pytest.raises((AmendmentError, ProtocolError)) as error:
        load(_written(tmp_path, a=AMENDMENT.replace(old, new)))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("change", "path", "after"),
    [
        ("{path: /schedule/visits/D3/forms/2, to: blood}", "forms", None),
        ("{path: /schedule/visits/D3/forms/1, from: asked}", "forms", ("blood",)),
        ("{path: /schedule/visits/D3/forms/1, from: asked, to: blood}", "forms", None),
        ("{path: /schedule/visits/D3/assumptions, to: [limit]}", "assumptions", ("limit",)),
    ],
)
def test_lists_are_added_to_changed_and_shortened(
    tmp_path: Path, change: str, path: str, after: tuple[str, ...] | None
) -> None:
    text = AMENDMENT[: AMENDMENT.index("changes:")] + f"changes:\n  - {change}\n"
    if after is None:  # twice the same form: the schema of the amended protocol refuses it
        with pytest.raises(ProtocolError, match="“forms” names “blood” twice"):
            load(_written(tmp_path, a=text))
    else:
        assert getattr(load(_written(tmp_path, a=text)).schedule.visit("D3"), path) == after


# --- forms and the file of estimands ---------------------------------------------------------------------------

HEADED = AMENDMENT[: AMENDMENT.index("changes:")] + "changes:\n"
ADDED = "{en: Added, fr: Ajouté, kind: text}"
OF_A_FORM = "file: forms/blood.yaml, path: /items/creatinine"


def _items(folder: Path, *changes: str) -> list[list[str]]:
    """The items of a form in every version."""
    text = HEADED + "".join(f"  - {{{change}}}\n" for change in changes)
    versions = load_versions(_written(folder, a=text))
    return [[item.id for form in each.forms if form.id == "blood" for item in form.items] for each in versions]


def test_an_item_is_added_to_a_form_where_people_shall_meet_it(tmp_path: Path) -> None:
    first = _items(tmp_path / "one", f"file: forms/blood.yaml, path: /items/added, to: {ADDED}")
    below = _items(tmp_path / "two", f"file: forms/blood.yaml, path: /items/added, to: {ADDED}, below: taken_at")
    before = first[0]
    assert first[1] == [*before, "added"] and "taken_at" in before[:-1]
    place = before.index("taken_at") + 1
    assert below == [before, [*before[:place], "added", *before[place:]]]


def test_a_form_is_amended_once_more_from_where_it_was_left(tmp_path: Path) -> None:
    one = HEADED + f"  - {{file: forms/blood.yaml, path: /items/added, to: {ADDED}}}\n"
    other = one.replace('version: "1.1"', 'version: "1.2"').replace('from: "1.0"', 'from: "1.1"')
    other = other.replace(f"to: {ADDED}", f"from: {ADDED}").replace("2026-05-01", "2026-06-01")
    first, second, third = load_versions(_written(tmp_path, a=one, b=other))
    assert first.forms == third.forms != second.forms


def test_the_same_path_in_two_files_does_not_collide(tmp_path: Path) -> None:
    one = HEADED + f"  - {{file: forms/blood.yaml, path: /items/added, to: {ADDED}}}\n"
    other, same = one.replace("blood", "asked"), one.replace("/items/added", "/items")
    one, other, same = read_amendments(_written(tmp_path, a=one, b=other, c=same))
    assert collisions(one, other) == ()
    assert collisions(one, same) == ("forms/blood.yaml /items/added",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("file: forms/none.yaml, path: /a, to: 1", "a.yaml:7: there is no forms/none.yaml. Correct the name."),
        ("file: patients/one.yaml, path: /a, to: 1", "a.yaml:7: “file” is “patients/one.yaml”."),
        (f"{OF_A_FORM}/en, from: Kreatinin, to: x", "a.yaml:7: /items/creatinine/en is “Creatinine”, not “Kreatinin”."),
        (f"{OF_A_FORM}/kind, from: number, to: nothing", "forms/blood.yaml:"),
        (f"{OF_A_FORM}/en, from: Creatinine, to: x, below: fr", "“below” says where something new stands among names."),
        (f"{OF_A_FORM}/more, to: x, below: nobody", "/items/creatinine/more: there is no “nobody”. Correct `below`."),
    ],
)  # fmt: skip
def test_a_change_of_a_form_that_does_not_apply(tmp_path: Path, change: str, said: str) -> None:
    with pytest.raises((AmendmentError, ProtocolError)) as error:
        load(_written(tmp_path, a=HEADED + f"  - {{{change}}}\n"))
    assert said in str(error.value)


def test_what_is_no_part_of_the_protocol_cannot_be_amended(tmp_path: Path) -> None:
    folder = _written(tmp_path, a=HEADED + "  - {file: simulation.yaml, path: /a, to: 1}\n")
    (folder / "simulation.yaml").write_text("b: 1\n", encoding="utf-8")
    with pytest.raises(AmendmentError) as error:
        load(folder)
    assert "a.yaml:7: simulation.yaml is no part of the protocol. Change protocol.yaml, a form" in str(error.value)


# --- which version is in force --------------------------------------------------------------------------------

VERSIONS = (Version("1.0"), Version("1.1", reconsent=True), Version("1.2"))
ACTIVATIONS = (
    Activation("paris", "1.0", date(2026, 1, 10)),
    Activation("paris", "1.1", date(2026, 6, 1)),
    Activation("paris", "1.2", date(2026, 8, 1)),
    Activation("lille", "1.1", date(2026, 7, 1)),
)
EARLY = Participant("P-1", (("1.0", date(2026, 2, 1)),))
AGREED = Participant("P-2", (("1.0", date(2026, 2, 1)), ("1.1", date(2026, 6, 20))))
LATE = Participant("P-3", (("1.2", date(2026, 8, 5)),))


@pytest.mark.parametrize(
    ("site", "day", "participant", "expected"),
    [
        ("paris", date(2026, 1, 10), None, "1.0"),
        ("paris", date(2026, 5, 31), None, "1.0"),
        ("paris", date(2026, 6, 1), None, "1.1"),
        ("paris", date(2026, 9, 1), None, "1.2"),
        ("lille", date(2026, 9, 1), None, "1.1"),
        ("paris", date(2026, 6, 30), EARLY, "1.0"),
        ("paris", date(2026, 9, 1), EARLY, "1.0"),
        ("paris", date(2026, 6, 19), AGREED, "1.0"),
        ("paris", date(2026, 6, 20), AGREED, "1.1"),
        ("paris", date(2026, 8, 1), AGREED, "1.2"),
        ("paris", date(2026, 9, 1), LATE, "1.2"),
        ("paris", date(2026, 1, 20), EARLY, "1.0"),
    ],
)
def test_version_in_force(site: str, day: date, participant: Participant | None, expected: str) -> None:
    assert version_in_force(VERSIONS, ACTIVATIONS, site, day, participant) == expected


def test_the_chain_of_versions_comes_from_the_amendments(tmp_path: Path) -> None:
    amendments = read_amendments(_written(tmp_path, a=AMENDMENT))
    assert versions_of("1.0", amendments) == (Version("1.0"), Version("1.1", reconsent=True))


def test_a_site_without_a_version() -> None:
    with pytest.raises(AmendmentError, match="no version of the protocol is activated at lille on 2026-06-30"):
        version_in_force(VERSIONS, ACTIVATIONS, "lille", date(2026, 6, 30))


def test_a_version_that_does_not_exist() -> None:
    with pytest.raises(AmendmentError, match=r"there is no version “3\.0”\. There are: 1\.0, 1\.1, 1\.2\."):
        version_in_force(VERSIONS, [Activation("nice", "3.0", date(2026, 1, 1))], "nice", date(2026, 2, 1))
