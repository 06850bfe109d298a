"""An archive brings the study back: its screens, its checks, its log; and is whole or not there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from bedside.conduct.cuts import archiving
from bedside.conduct.cuts.archiving import SUMS, archive
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.participants.models import Person
from bedside.conduct.study import create, restoring
from bedside.conduct.study.folder import Folder
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.verifying import verify as verify_trail
from bedside.errors import UsageError
from bedside.exports.verifying import verify
from bedside.exports.writing import digest
from tests.conduct.cuts.filling import enrolled, write
from tests.conduct.trail import studies

Make = Callable[..., Any]


@pytest.mark.proves("inspection archive")
def test_an_archive_brings_back_screens_checks_and_logs(
    folder: Path, tmp_path: Path, protocol: Any, actor: Make, user: Make, client_of: Make
) -> None:
    create.fill(protocol, {"01": "Hospital"}, None, "Sponsor")
    person = enrolled(actor, protocol)
    write(actor, person, protocol, 1)
    reader = user("data manager", "")
    archive(actor("administrator", ""), tmp_path / "archive")
    events, held = Event.objects.count(), gather(Kind.EFFICACY).hash
    issued = [(each.file, each.digest) for each in Cut.objects.order_by("pk")]
    manifest = restoring.unpack(tmp_path / "archive" / "study.tar", tmp_path / "back")
    name = studies.empty() or str(tmp_path / "back" / "study.sqlite3")
    with override_settings(FOLDER=Folder(tmp_path / "back")), studies.at(name):
        restoring.load(tmp_path / "back", manifest)
        assert list(verify_trail()) == []
        assert (Event.objects.count(), gather(Kind.EFFICACY).hash) == (events, held)
        assert [(name, digest(tmp_path / "back" / "cuts" / name)) for name, _ in issued] == issued
        client = client_of(type(reader).objects.get(pk=reader.pk))
        code = Person.objects.get().code
        for path in ("/study/", "/trail/", "/trail/review", f"/participants/{code}/", f"/participants/{code}/casebook/",
                     "/sites/01/", "/cuts/", f"/cuts/casebook/{code}.pdf"):  # fmt: skip
            assert client.get(path).status_code == 200, path
        assert protocol.forms and "vital_signs" in client.get("/trail/").content.decode()


def test_what_stands_in_it(folder: Path, tmp_path: Path, protocol: Any, actor: Make) -> None:
    create.fill(protocol, {"01": "Hospital"}, None, "Sponsor")
    person, out = enrolled(actor, protocol), tmp_path / "archive"
    assert archive(actor("administrator", ""), out) == sum(each.is_file() for each in out.rglob("*"))
    lines = [line.split("  ") for line in (out / SUMS).read_text().splitlines()]
    assert all(hashlib.sha256((out / name).read_bytes()).hexdigest() == digest for digest, name in lines)
    assert {name for _, name in lines} == {
        each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file() and each.name != SUMS
    }
    for kind, cut in zip(Kind, Cut.objects.order_by("pk"), strict=True):
        manifest, wrong = verify(out / "cuts" / kind.value)
        assert not wrong and manifest["hash"] == cut.hash
    assert {each.name for each in (out / "casebooks").iterdir()} == {f"{person.code}-en.pdf", f"{person.code}-fr.pdf"}
    assert len(list((out / "forms").iterdir())) == 4
    assert sorted(each.name for each in (out / "logs" / "01").iterdir()) == [
        "delegation.csv", "deviations.csv", "initiation.csv", "study-drug-en.pdf", "study-drug-fr.pdf",
        "study-drug.csv", "training.csv",
    ]  # fmt: skip
    stated = json.loads((out / "software.json").read_text())
    assert {"Django", "duckdb", "typst"} <= set(stated["packages"]) and len(stated["digest"]) == 64
    assert "bedside restore study.tar --study restored" in (out / "README.md").read_text()
    assert [each.action for each in Event.objects.order_by("-number")[:4]] == [
        "back up", "take cut", "take cut", "archive",
    ]  # fmt: skip


def test_whole_or_not_at_all(
    folder: Path, tmp_path: Path, protocol: Any, actor: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    create.fill(protocol, {"01": "Hospital"}, None, "Sponsor")

    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(archiving, "backup", stopped)
    (tmp_path / "place").mkdir()
    with pytest.raises(KeyboardInterrupt):
        archive(actor("administrator", ""), tmp_path / "place" / "archive")
    assert list((tmp_path / "place").iterdir()) == []
    with pytest.raises(UsageError, match=r"something stands there already\. Choose a folder"):
        archive(actor("administrator", ""), tmp_path / "place")
