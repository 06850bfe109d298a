"""Adverse events: what an investigator judges is marked, told, and found missing where it is not."""

from __future__ import annotations

from dataclasses import replace

from bedside.lint.checks import check
from bedside.protocol.artefact import canonical, read
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
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
