"""Which looks are in force is asked of the sponsor until the protocol says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.errors import ProtocolError
from bedside.lint.checks import check
from bedside.protocol.loading import load
from tests.analysis.with_looks import adopting, protocol_adopting
from tests.clean_protocol import codes


@pytest.mark.proves("analysis looks-in-force")
def test_a_design_that_adopts_nothing_is_a_question() -> None:
    (finding,) = check(load("jakahdi")).with_code("P071")
    assert finding.message.en.endswith("is not public: a single analysis is assumed.")
    assert finding.message.fr.endswith("une seule analyse est supposée.")
    assert finding.question.en.startswith("Are the data looked at before") and finding.assumption.en
    assert finding.where.startswith("protocol.yaml:")


def test_what_is_adopted_is_asked_no_more() -> None:
    assert "P071" not in codes(protocol_adopting("both_two_looks"))
    assert "P071" not in codes(protocol_adopting("single_analysis"))
    assert "P071" not in codes(load("adrenal"))


def test_looks_that_end_at_another_number_are_told() -> None:
    (finding,) = check(protocol_adopting("two_stages")).with_code("P072")
    assert finding.message.en == "the looks in force end at 46 participants, and 42 are planned."
    assert "P072" not in codes(protocol_adopting("both_two_looks"))


@pytest.mark.proves("analysis looks-in-force")
def test_what_is_adopted_is_one_of_the_ways_that_are_stated(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError) as error:
        load(str(adopting(tmp_path / "jakahdi", "three_stages")))
    assert error.value.what == "no way of monitoring is called “three_stages”."
    assert error.value.todo == "There are: single_analysis, two_stages, futility_six_looks, both_two_looks."
    assert "protocol.yaml:" in error.value.where
