"""The samples of a protocol: read from its file, refused with file and line, told, stored, compared, and due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import ProtocolError
from bedside.protocol import artefact
from bedside.protocol.comparing import compare
from bedside.protocol.loading import find_trial, load
from bedside.protocol.schedule import Happened, due, samples_due
from bedside.protocol.telling import prose
from bedside.values.moment import DAY, Moment

HELD = load("jakahdi")


@pytest.mark.parametrize(
    ("stands", "instead", "told"),
    [
        ("    visits: [D0, D28]\n    aliq", "    visits: [D0, D29]\n    aliq", "no visit is called “D29”"),
        ("    code: CD25\n", "    code: CYT\n", "the code “CYT” is that of “cytokines” too"),
        ("    code: CYT\n", "    code: cyt\n", "“code” is “cyt”"),
        ("      spun_within: samples_spun_within\n      frozen_within: samples_frozen_within\n      stored_at_most:"
         " samples_stored_at_most\n      thaws: samples_thaws\n    assumptions: [samples, assays]\n  scd25",
         "      spun_within: samples_thaws\n    assumptions: [samples, assays]\n  scd25",
         "“samples_thaws” is no parameter that is a time"),
        ("results: [laboratory.scd25]", "results: [laboratory.scd26]", "no form item is called “laboratory.scd26”"),
        ("    aliquots: 2\n", "    aliquots: two\n", "“aliquots” is “two”"),
        ("    volume: aliquot_volume\n    results: [lab", "    results: [lab", "“scd25” lacks “volume”"),
    ],
)  # fmt: skip
def test_a_slip_is_one_sentence_with_file_and_line(stands: str, instead: str, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "jakahdi"
    copytree(find_trial("jakahdi"), folder)
    text = (folder / "protocol.yaml").read_text(encoding="utf-8")
    assert text.count(stands) == 1
    (folder / "protocol.yaml").write_text(text.replace(stands, instead), encoding="utf-8")
    with pytest.raises(ProtocolError) as error:
        load(folder)
    assert told in error.value.what and "protocol.yaml:" in error.value.where and error.value.todo


@pytest.mark.proves("samples expected")
def test_it_is_in_the_artefact_and_leaves_older_ones_as_they_were() -> None:
    assert artefact.read(artefact.canonical(HELD)) == HELD
    assert '"samples":[' in artefact.canonical(HELD)
    assert '"samples":[' not in artefact.canonical(replace(HELD, samples=()))


def test_a_change_is_told_in_prose_and_by_its_place() -> None:
    new = replace(HELD, samples=(replace(HELD.samples[0], aliquots=3), *HELD.samples[1:]))
    found = compare(HELD, new)
    assert [each.path for each in found.places] == ["/samples/cytokines/aliquots"]
    assert found.prose[0].added == ("Aliquots: 3 × 0.5\u00a0mL, plasma.",)


def test_the_prose_names_tube_visits_and_limits_in_both_languages() -> None:
    english, french = prose(HELD, "en"), prose(HELD, "fr")
    assert "### Plasma for cytokines (CYT)" in english and "Centrifuged after the draw within: 2\u00a0hours." in english
    assert "### Plasma pour cytokines (CYT)" in french and "−70\u00a0°C" in french
    assert "Research samples" not in prose(load("adrenal"))


EVENTS = st.lists(
    st.builds(
        Happened, st.sampled_from([each.id for each in HELD.schedule.events]),
        st.integers(0, 200 * DAY).map(Moment),
    ), max_size=4,
)  # fmt: skip


@pytest.mark.proves("samples expected")
@given(EVENTS)
def test_a_sample_is_due_only_at_a_visit_that_is_due(happened: list[Happened]) -> None:
    """What events leave of the visits they leave of the samples, and never more."""
    visits = {(each.visit, each.day) for each in due(HELD.schedule, Moment(0), happened)}
    drawn = [(each.visit, each.day, kind) for each in samples_due(HELD, Moment(0), happened) for kind in each.forms]
    assert {place[:2] for place in drawn} <= visits and len(set(drawn)) == len(drawn)
    assert all(visit in HELD.sample(kind).visits for visit, _, kind in drawn)
    if not happened:
        assert len(drawn) == sum(len(each.visits) for each in HELD.samples)
