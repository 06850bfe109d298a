"""The design of a protocol: read from its file, refused with file and line, told, stored, compared, and worked out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.spending import SPENDING
from bedside.design.stated import of_protocol
from bedside.errors import DesignError, ProtocolError
from bedside.protocol import artefact
from bedside.protocol.comparing import compare
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import Protocol
from bedside.protocol.schema import schema
from bedside.protocol.telling import prose

HELD = load("jakahdi")
FUTILITY = "      futility: {predictive: hopeless}\n"


def altered(folder: Path, stands: str, instead: str) -> Path:
    """A copy of JAKAHDI in which the first of some words are others."""
    copytree(find_trial("jakahdi"), folder)
    text = (folder / "protocol.yaml").read_text(encoding="utf-8")
    assert stands in text
    (folder / "protocol.yaml").write_text(text.replace(stands, instead, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("stands", "instead", "told"),
    [
        ("  outcome: P1\n", "  outcome: P2\n", "no outcome is called “P2”"),
        ("  ruled_out: success_ruled_out\n", "", "“design” lacks “ruled_out”"),
        ("  ruled_out: success_ruled_out\n", "  ruled_out: 0.4\n", "“ruled_out” is the number 0.4"),
        ("  ruled_out: success_ruled_out\n", "  ruled_out: sofa_window\n", "“sofa_window” is no parameter"),
        (FUTILITY, "      futility: {predictive: hopless}\n", "“hopless” is no parameter that is a pure number"),
        (FUTILITY, "      futility: {bayes: hopeless}\n", "“futility” has no “bayes”"),
        (FUTILITY, "      futility: {predictive: hopeless, posterior: above}\n", "“futility”"),
        ("      looks: [21, 42]\n", "      looks: [21, forty-two]\n", "an entry of “looks” is “forty-two”"),
        ("      success: {posterior: clearly_above}\n", "      success: {spending: haybittle}\n", "is “haybittle”"),
        ("      looks: [21, 42]\n", "      looks: [21, 42]\n      prior: [above]\n", "“prior” holds 1 of 2"),
    ],
)
def test_a_slip_is_one_sentence_with_file_and_line(stands: str, instead: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ProtocolError) as error:
        load(altered(tmp_path / "jakahdi", stands, instead))
    assert told in error.value.what and "protocol.yaml:" in error.value.where and error.value.todo


@pytest.mark.proves("design refused")
@pytest.mark.parametrize(
    ("stands", "instead", "told"),
    [
        ("      looks: [21, 42]\n", "      looks: [42, 21]\n", "a look at 21 participants follows one at 42"),
        (FUTILITY, "      futility: {p_value: above}\n", "“p_value” is no rule for futility"),
        ("    value: 40 %\n", "    value: 60 %\n", "the rate hoped for (0.6) is not above the one to rule out (0.6)"),
        ("    value: 42 1\n", "    value: 42.5 1\n", "42.5 is no number of participants"),
    ],
)
def test_what_cannot_be_is_told_at_the_place_of_the_design(
    stands: str, instead: str, told: str, tmp_path: Path
) -> None:
    protocol = load(altered(tmp_path / "jakahdi", stands, instead))
    with pytest.raises(DesignError) as error:
        of_protocol(protocol, {})
    assert told in error.value.what and "protocol.yaml:" in error.value.where and error.value.todo


def test_a_trial_of_two_arms_is_not_planned_as_one() -> None:
    with pytest.raises(DesignError, match="has 2 arms"):
        of_protocol(replace(HELD, arms=HELD.arms * 2), {})


def test_it_is_in_the_artefact_and_leaves_older_ones_as_they_were() -> None:
    assert artefact.read(artefact.canonical(HELD)) == HELD
    assert '"design":{' in artefact.canonical(HELD)
    assert '"design":' not in artefact.canonical(load("adrenal"))


def test_a_change_is_told_in_prose_and_by_its_place() -> None:
    assert HELD.design is not None
    new = replace(HELD, design=replace(HELD.design, lost=""))
    found = compare(HELD, new)
    assert [each.path for each in found.places] == ["/design/lost"]
    assert found.prose[0].removed == ("Share expected not to be evaluable: 0%.",)


def test_the_prose_tells_each_rule_in_both_languages() -> None:
    english, french = prose(HELD, "en"), prose(HELD, "fr")
    assert "Rate of success to be ruled out: 40%." in english
    assert "Stops early for futility: P(success at the last look | data) ≤ 5%." in english
    assert "Arrêt précoce pour succès\u00a0: P(taux supérieur au taux à exclure | données) ≥ 99\u00a0%." in french


@pytest.mark.proves("design assumed")
def test_the_numbers_come_with_their_assumption_or_their_source() -> None:
    stated = of_protocol(HELD, {})
    assert {each.name: each.value for each in stated.inputs} == {
        "p0": 0.4, "p1": 0.6, "alpha": 0.05, "power": 0.8, "participants": 42.0, "lost": 0.0,
    }  # fmt: skip
    assert [each.name for each in stated.inputs if each.assumption is None] == ["participants"]
    assert [each.name for each in stated.assumptions] == ["sample_size", "interim_looks"]


RULES = """
    all_rules:
      en: Rules of other kinds
      fr: Règles d'autres sortes
      looks: [20, 42]
      success: {spending: pocock}
      futility: {successes: [7, null]}
      prior: [above, above]
      source: an invented charter, checked 2026-11
"""


def test_every_kind_of_rule_is_read_told_and_worked_out(tmp_path: Path) -> None:
    protocol = load(altered(tmp_path / "jakahdi", "  monitoring:\n", f"  monitoring:{RULES}"))
    watched = of_protocol(protocol, {}).watched[0]
    assert watched.monitoring == Monitoring(
        (20, 42), Rule(Kind.SPENDING, function="pocock"), Rule(Kind.SUCCESSES, counts=(7, None)), prior=(0.95, 0.95)
    )
    assert artefact.read(artefact.canonical(protocol)) == protocol
    told = prose(protocol, "en")
    assert "type I error spent by Pocock" in told and "up to so many successes: 7, –." in told
    assert "Beta prior: (95%; 95%)." in told and "an invented charter" in told


def test_what_the_schema_allows_is_what_can_be_worked_out() -> None:
    parts = schema("protocol")["$defs"]
    assert set(parts["stopping"]["properties"]) == set(Kind)
    assert parts["spending"]["enum"] == list(SPENDING)


def test_the_second_trial_states_no_design() -> None:
    other: Protocol = load("adrenal")
    assert other.design is None
    assert "Number of participants and looks" not in prose(other, "en")
