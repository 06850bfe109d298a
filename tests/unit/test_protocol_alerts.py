"""The alerts of a protocol: a slip is refused with file and line, and what came later leaves older artefacts alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bedside.errors import ProtocolError
from bedside.protocol import artefact
from bedside.protocol.loading import find_trial, load
from bedside.protocol.telling import prose

HELD = load("jakahdi")


@pytest.mark.parametrize(
    ("file", "stands", "instead", "told"),
    [
        ("protocol.yaml", "  lactose:\n    en: \"Lactose intolerance in", "  milk:\n    en: \"Lactose intolerance in",
         "“lactose” is no alert of"),
        ("protocol.yaml", "    until: D28\n    of: ruxolitinib\n    source: \"Jakavi SmPC (EMA), section 6.1",
         "    until: D29\n    source: \"Jakavi SmPC (EMA), section 6.1", "no visit is called “D29”"),
        ("protocol.yaml", "    of: ruxolitinib\n    source: \"Jakavi SmPC (EMA), section 6.1",
         "    of: aspirin\n    source: \"Jakavi SmPC (EMA), section 6.1", "no product is called “aspirin”"),
    ],
)  # fmt: skip
def test_a_slip_is_one_sentence(file: str, stands: str, instead: str, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "jakahdi"
    copytree(find_trial("jakahdi"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(stands) == 1
    (folder / file).write_text(text.replace(stands, instead), encoding="utf-8")
    with pytest.raises(ProtocolError) as error:
        load(folder)
    assert told in error.value.what and error.value.where and error.value.todo


def test_the_product_is_in_the_artefact_and_leaves_older_ones_as_they_were() -> None:
    of_one = tuple(each for each in HELD.alerts if each.id == "lactose")
    text = artefact.canonical(replace(HELD, alerts=of_one))
    assert artefact.read(artefact.canonical(HELD)) == HELD
    assert '"of":"ruxolitinib"' in text
    plain = artefact.canonical(replace(HELD, alerts=tuple(replace(each, of="") for each in of_one)))
    assert plain == text.replace(',"of":"ruxolitinib"', "")


def test_it_is_told() -> None:
    assert "No longer asked once this is stopped: Ruxolitinib." in prose(HELD, "en")
