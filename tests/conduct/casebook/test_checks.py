"""The checks: none is silent where rules could not read, none refuses what rules read; each speaks both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook import checks_unread
from bedside.conduct.casebook.canonical import canonical
from bedside.conduct.casebook.checks import CHECKS, TITLES, Gravity, Sight, judge
from bedside.conduct.casebook.missing import REASONS
from bedside.conduct.casebook.numbers import read, ungrouped
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.imports.looking import RIVAL, SHUT
from bedside.errors import UsageError
from bedside.protocol.forms import Answer, Missing, item_by_item
from bedside.protocol.loading import load
from bedside.protocol.model import Form, ItemKind, Protocol
from bedside.values.moment import Moment, moment, of_datetime
from bedside.values.variable import Variable
from tests.conduct.casebook.generated import answers_for

NOW = of_datetime(datetime(2026, 11, 22, 12, tzinfo=UTC))


@cache
def trial(name: str) -> Protocol:
    return load(name)


FORMS = st.sampled_from([(name, form.id) for name in ("jakahdi", "adrenal") for form in trial(name).forms])
ODD = st.sampled_from(
    ["", "yes", "no", "dead", "alive", "0", "1", "-5", "39,1", "<5", ">16500", "1e3", "1 200", "99999999", "t", "2026",
     "2026-11", "21112026", "21/11/2026 8:00", "2026-11-22 23:59", "2150-01-01 08:00", "1901-01-01", "nowhere"]
)  # fmt: skip


UNREAD = {check.name for check in checks_unread.CHECKS}
"""The checks that tell of what rules cannot read."""


@st.composite
def filled(draw: Any) -> tuple[str, str, dict[str, Typed]]:
    """A form of either trial, its items answered well, oddly, or not at all."""
    name, form_id = draw(FORMS)
    protocol = trial(name)
    form = protocol.form(form_id)
    good = answers_for(protocol, form, draw(st.integers(0, 5)))
    typed: dict[str, Typed] = {}
    for item in form.items:
        if item.kind is ItemKind.COMPUTED or draw(st.integers(0, 9)) == 0:
            continue
        given_ = good[item.id]
        how = draw(st.integers(0, 5))
        if how == 0:
            given_ = replace(given_, text=draw(ODD))
        elif how == 1:
            because = draw(st.sampled_from(["", *REASONS]))
            given_ = Typed(missing=draw(st.sampled_from(list(Missing))).value, because=because)
        elif how == 2 and item.units:
            given_ = replace(given_, unit=draw(st.sampled_from([*item.units, "mmol/L", "", "furlong"])))
        typed[item.id] = canonical(form, item.id, given_)
    return name, form_id, typed


def sight_at(name: str, form: str, typed: dict[str, Typed]) -> Sight:
    return Sight(trial(name), trial(name).form(form), typed, NOW)


@given(filled())
def test_what_rules_cannot_read_is_told_and_what_they_read_is_not_refused(
    form: tuple[str, str, dict[str, Typed]],
) -> None:
    sight = sight_at(*form)
    found = {item.id: judge(sight, item) for item in sight.form.items}
    kept = {name: each for name, each in sight.typed.items()
            if not any(finding.gravity is Gravity.REFUSE for finding in found[name])}  # fmt: skip
    after = replace(sight, typed=kept)
    answers = {n: Answer(t.text, t.unit, Missing(t.missing) if t.missing else None) for n, t in kept.items()}
    facts = item_by_item(sight.protocol, sight.form.id, answers, {})
    for name in kept:
        unread = isinstance(facts.get(name), UsageError)
        told = [each for each in judge(after, sight.form.item(name)) if each.check in UNREAD]
        assert bool(told) == unread, (name, kept, told, facts.get(name))
    refused = {name: each for name, each in sight.typed.items() if name not in kept}
    for name, typed in refused.items():
        if found[name][0].check in ("number", "limit", "bounds", "unit", "code", "yes_no") and not sight.hidden(
            sight.form.item(name)
        ):
            alone = dict(answers) | {name: Answer(typed.text, typed.unit)}
            item = sight.form.item(name)
            if sight.variable(item) is not None or item.codes:
                assert isinstance(item_by_item(sight.protocol, sight.form.id, alone, {})[name], UsageError), (
                    name,
                    typed,
                )


@pytest.mark.proves("ground both-languages")
@given(filled())
def test_every_finding_is_said_in_both_languages(form: tuple[str, str, dict[str, Typed]]) -> None:
    sight = sight_at(*form)
    for item in sight.form.items:
        for each in judge(sight, item):
            assert each.text.en and each.text.fr and each.text.en != each.text.fr
            assert "{" not in each.text.en.replace("{points}", "") or "{" in sight.typed[item.id].text


def test_names_of_checks_are_unique_and_fit_their_column() -> None:
    names = [check.name for check in CHECKS]
    asked = [check.name for check in CHECKS if check.gravity is Gravity.CONFIRM]
    refused = max((check.name for check in CHECKS if check.gravity is Gravity.REFUSE), key=len)  # the first one ends it
    waits = (SHUT, RIVAL)
    assert len(names) == len(set(names)) and len(" ".join([*asked, refused, *waits])) <= 200
    assert set(TITLES) == set(names) and not {*names} & {*waits}


def sight(form: str, typed: dict[str, str], **known: Any) -> Sight:
    held: Form = trial("jakahdi").form(form)
    whole = {name: canonical(held, name, Typed(text)) for name, text in typed.items()}
    return Sight(trial("jakahdi"), held, whole, NOW, **known)


def checks_of(here: Sight, item: str) -> list[str]:
    return [each.check for each in judge(here, here.form.item(item))]


@pytest.mark.parametrize(
    ("form", "typed", "item", "checks"),
    [
        ("vital_signs", {"taken_at": "2026-11-21 08:00", "temperature": "33,9"}, "temperature", ["expected"]),
        ("vital_signs", {"taken_at": "2026-11-21 08:00", "temperature": "34"}, "temperature", []),
        ("vital_signs", {"taken_at": "2026-11-21 08:00", "temperature": "42"}, "temperature", []),
        ("vital_signs", {"taken_at": "2026-11-21 08:00", "temperature": "42,01"}, "temperature", ["expected"]),
        ("vital_signs", {"taken_at": "2026-11-22 18:00"}, "taken_at", ["future"]),
        ("vital_signs", {"temperature": "39"}, "temperature", ["when_unknown"]),
        ("organ_support", {"began": "2026-11-21 08:00", "ended": "2026-11-21 07:00"}, "ended", ["order"]),
        ("organ_support", {"began": "2026-11-21 08:00", "ended": "2026-11-21 08:00"}, "ended", ["order"]),
        ("organ_support", {"began": "2026-11-21", "ended": "2026-11-21 08:00"}, "ended", []),
        ("organ_support", {"began": "2026-11-21", "support": "sedation"}, "support", ["exact"]),
        ("vasoactive_drugs", {"dobutamine": "0"}, "dobutamine", ["when_unknown"]),
        ("vasoactive_drugs", {"began": "2026-11-21", "dobutamine": "0"}, "dobutamine", ["exact"]),
        ("vasoactive_drugs", {"began": "2026-11-21 08:00", "dobutamine": "0"}, "dobutamine", []),
        ("virology", {"taken_on": "2026-11-21 08:00"}, "taken_on", ["day_only"]),
        ("vital_signs", {"taken_at": "2026-11"}, "taken_at", ["coarse"]),
        ("vital_signs", {"taken_at": "2026"}, "taken_at", ["coarse"]),
        ("vital_signs", {"taken_at": "2026-11-21"}, "taken_at", []),
        ("vital_signs", {"temperature": ">39"}, "temperature", ["limit"]),
    ],
)  # fmt: skip
def test_when_a_check_speaks(form: str, typed: dict[str, str], item: str, checks: list[str]) -> None:
    assert checks_of(sight(form, typed), item) == checks


SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"])


@given(st.integers(0, 10**9), st.sampled_from(["", ",5", ".25"]), st.sampled_from(["", "<", ">", "-", "< "]), SPACES)
def test_thousands_may_stand_apart(number: int, rest: str, sign: str, space: str) -> None:
    together, apart = f"{sign}{number}{rest}", f"{sign}{number:,}{rest}".replace(",", space, f"{number:,}".count(","))
    assert read(apart) == read(together) is not None
    assert ungrouped(apart) == together


@given(st.lists(st.integers(0, 99999), min_size=2, max_size=4), SPACES)
def test_groups_that_are_not_of_three_are_no_number(parts: list[int], space: str) -> None:
    text = space.join(map(str, parts))
    groups = len(str(parts[0])) <= 3 and all(len(str(each)) == 3 for each in parts[1:])
    assert (read(text) is not None) == groups
    assert groups or ungrouped(text) == text


BEFORE, AFTER = moment("2026-11-22T07:59+01:00"), moment("2026-11-22T08:01+01:00")


@pytest.mark.proves("law basis-first")
@pytest.mark.parametrize(
    ("said", "certified", "asks"),
    [
        ("yes", None, True), ("no", None, False), ("yes", BEFORE, False), ("no", BEFORE, True),
        ("yes", AFTER, True), ("no", AFTER, False), ("", BEFORE, False),
    ],
)  # fmt: skip
def test_an_answer_that_the_consent_record_contradicts_is_asked_about(said: str, certified: Any, asks: bool) -> None:
    """As it stood when the question was answered: a consent that came later contradicts nothing."""
    typed = {"answered_at": "2026-11-22 08:00", "consent_signed_by_patient": said, "hs_acquired": said}
    held = {"consent_signed_by_patient": certified}
    here = sight("eligibility", {name: text for name, text in typed.items() if text}, certified=held)
    assert ("consent" in checks_of(here, "consent_signed_by_patient")) == asks
    assert not checks_of(here, "hs_acquired"), "other questions are answered here"


@pytest.mark.parametrize("absence", ["gone", "NOT_DONE", "not  done"])
def test_an_absence_that_is_not_offered_is_refused(absence: str) -> None:
    here = replace(sight("vital_signs", {}), typed={"map": Typed(missing=absence)})
    assert checks_of(here, "map") == ["missing"]


@given(st.decimals("0.2", "2000", places=1), st.decimals("0.2", "2000", places=1))
def test_a_change_of_ten_times_or_more_is_asked_about(was: Decimal, now: Decimal) -> None:
    before = {"crp": ((of_datetime(datetime(2026, 11, 20, tzinfo=UTC)), was),)}
    variable: Variable = trial("jakahdi").vocabulary["crp"]
    if not (variable.low <= min(was, now) and max(was, now) <= variable.high):
        return
    rounded = Decimal(repr(variable.round(now)))
    here = sight("laboratory", {"taken_at": "2026-11-21 08:00", "crp": str(now)}, before=before)
    apart = rounded > 0 and max(was, rounded) >= 10 * min(was, rounded)
    assert ("tenfold" in checks_of(here, "crp")) == apart


def test_birth_and_inclusion_as_far_as_they_are_known() -> None:
    included = of_datetime(datetime(2026, 11, 20, tzinfo=UTC))
    late = sight("vital_signs", {"taken_at": "2026-11-19 08:00"}, included=included, opens=included)
    assert checks_of(late, "taken_at") == ["inclusion"]
    early = replace(late, opens=Moment(included - 1))
    assert checks_of(early, "taken_at") == []
    assert checks_of(replace(early, born_after=included), "taken_at") == ["birth"]
