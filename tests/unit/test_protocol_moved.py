"""What a protocol would be with a number moved: the logic asks it, nothing else changes, and no version is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.errors import ProtocolError, UsageError
from bedside.feasibility.moves import moved
from bedside.protocol.loading import load, load_moved
from tests.unit.tiny_trial import AMENDMENT, write_trial


def test_only_what_reads_the_number_changes(tmp_path: Path) -> None:
    protocol = load(write_trial(tmp_path))
    then = load_moved(protocol, {"minimum_age": "16 a"})
    assert str(then.parameter("minimum_age").value) == "16 years"
    assert then.criterion("I1").rule != protocol.criterion("I1").rule
    assert then.criterion("E1").rule == protocol.criterion("E1").rule
    assert (then.version, then.amended_from) == (protocol.version, protocol.amended_from)
    assert load(tmp_path).hash == protocol.hash, "the files are as they were"


def test_an_amended_version_is_moved_from_where_it_stands(tmp_path: Path) -> None:
    write_trial(tmp_path, **{"amendments/1.yaml": AMENDMENT})
    latest, first = load(tmp_path), load(tmp_path, "1.0")
    moved_latest, moved_first = (load_moved(each, {"creatinine_limit": "300 umol/L"}) for each in (latest, first))
    assert str(moved_latest.parameter("minimum_age").value) == "21 years"
    assert str(moved_first.parameter("minimum_age").value) == "18 years"
    assert moved_latest.version == "1.1"


def test_a_parameter_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match="no parameter is called “age”"):
        load_moved(load(write_trial(tmp_path)), {"age": "16 a"})


def test_units_and_words_of_moves(tmp_path: Path) -> None:
    protocol = load("jakahdi")
    one, both = moved(
        protocol, ["hlh2004_fever=100.4 [degF]", "sofa_needed = 3, hscore_needed=169", "hlh2004_fever=100.4 [degF]"]
    )
    assert one.name == "hlh2004_fever=38 Cel" and one.text.fr == "fièvre dans HLH-2004\u00a0: 38\u00a0°C"
    assert both.name == "sofa_needed=3 {points},hscore_needed=169 {points}"
    with pytest.raises(UsageError, match="is a named choice and no number"):
        moved(protocol, ["sofa_variant=3"])
    with pytest.raises(UsageError, match="cannot be taken: at least 9 of 8 rules"):
        moved(protocol, ["hlh2004_needed=9"])
    with pytest.raises(UsageError, match="changes nothing of what hospital data are asked"):
        moved(protocol, ["power=90"])
