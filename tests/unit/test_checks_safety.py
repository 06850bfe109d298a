"""Adverse events: what an investigator judges is marked, told, and found missing where it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bedside.errors import BedsideError
from bedside.lint.checks import check
from bedside.protocol.artefact import canonical, read
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import Protocol
from bedside.protocol.safety import Coded, Exemption
from bedside.protocol.telling_safety import safety_facts


def judged_by(*names: str) -> Protocol:
    """JAKAHDI with these items left to an investigator."""
    held = load("jakahdi")
    forms = (
        replace(form, safety=replace(form.safety, judged=names)) if form.safety else form for form in held.forms
    )  # fmt: skip
    return replace(held, forms=tuple(forms))


def found(protocol: Protocol) -> list[str]:
    """What the rule says of it."""
    return [each.message.en for each in check(protocol).findings if each.code == "P067"]


def test_what_a_clock_stands_on_and_anybody_may_write_is_told() -> None:
    assert found(load("jakahdi")) == []
    (said,) = found(judged_by("serious"))
    assert "Relation to ruxolitinib" in said and "Explained by the syndrome itself" in said and "Serious" not in said


def one_choice() -> Protocol:
    """JAKAHDI as it was: why an event is serious is one choice of an item, and nobody is said to judge."""
    held = load("jakahdi")
    form = held.form("adverse_events")
    assert form.safety is not None
    why = Coded("seriousness", (("death", "death"), ("longer", "hospitalisation")))
    when = (("seriousness", ("longer",)), ("disease", ("yes",)))
    bare = replace(form.safety, criterion=why, criteria=(), judged=(), exempt=(Exemption(form.text, when),))
    return replace(held, forms=tuple(replace(each, safety=bare) if each is form else each for each in held.forms))


def test_what_was_approved_with_one_choice_is_read_and_means_what_it_meant() -> None:
    text = canonical(one_choice())
    held = read(text).form("adverse_events").safety
    assert held is not None and held.criteria == () and canonical(read(text)) == text
    assert held.ticked({"seriousness": "death"}) == {"death"} and held.urgent({"seriousness": "death"})
    assert held.exemption({"seriousness": "longer", "disease": "yes"}) and not held.exemption({"disease": "yes"})


CASES = [
    ({"hospitalisation": "yes"}, True, ()),
    ({"hospitalisation": "yes", "important": "yes"}, False, ()),
    ({"hospitalisation": "yes", "death": ""}, False, ("death",)),
    ({}, False, ()),
    ({"hospitalisation": "yes", "outcome": "fatal"}, False, ()),
]


@pytest.mark.parametrize(("values", "exempt", "waits"), CASES)
def test_exempt_is_what_every_criterion_is_exempt_of(values: dict[str, str], exempt: bool, waits: tuple[str]) -> None:
    held = load("jakahdi").form("adverse_events").safety
    assert held is not None
    none = dict.fromkeys((item for item, _ in held.criteria), "no")
    whole = {**none, "disease": "yes", "relation": "unrelated", **values}
    assert (held.exemption(whole) is not None) is exempt and held.unanswered(whole) == waits


@pytest.mark.parametrize("both", [True, False])
def test_why_an_event_is_serious_is_said_in_one_way(both: bool, tmp_path: Path) -> None:
    folder = tmp_path / "jakahdi"
    copytree(find_trial("jakahdi"), folder)
    file = folder / "forms" / "adverse_events.yaml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("  criteria:\n    death"), text.index("  relation: {item")
    said = "  criterion: {item: grade, means: {grade_5: death}}\n" if both else ""
    file.write_text(text[:start] + (text[start:end] if both else "") + said + text[end:], encoding="utf-8")
    with pytest.raises(BedsideError, match="one choice or by several items"):
        load(folder)


def test_an_artefact_without_judgements_is_written_as_it_was_and_read() -> None:
    bare = judged_by()
    assert '"judged"' not in canonical(bare)
    assert read(canonical(bare)).form("adverse_events").safety.judged == ()
    assert read(canonical(load("jakahdi"))).form("adverse_events").safety.judged


def test_people_read_who_judges_and_what_need_not_be_told() -> None:
    protocol = load("jakahdi")
    english, french = (safety_facts(protocol.form("adverse_events"), language) for language in ("en", "fr"))
    assert english[0].startswith("An investigator judges: Serious") and french[0].startswith("Un investigateur juge")
    assert len(english) == 2 and safety_facts(protocol.forms[0], "en") == ()
