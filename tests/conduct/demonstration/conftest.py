"""The demonstration study of each trial, filled once a run (see `tests.once`); each file opens a copy of its own.

demonstration   the study: `.trial`, `.protocol`, `.stages` (codes by stage), `.untold`, `.folder`
person          person("withdrawn") -> the first Person at that stage
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.once import once

if TYPE_CHECKING:
    from bedside.conduct.participants.models import Person
    from bedside.protocol.model import Protocol

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PATIENTS = "3"


@dataclass(frozen=True)
class Demonstration:
    """A filled study."""

    trial: str
    protocol: Protocol
    stages: dict[str, list[str]]
    untold: tuple[str, ...]
    folder: Path
    stays: tuple[str, ...]


@pytest.fixture(scope="module", params=["jakahdi", "adrenal"])
def demonstration(
    request: Any, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """A demonstration of a trial, a copy for each file; its first site has a ward that was screened."""
    from django.test import override_settings

    from bedside.conduct.study.protocol import protocol_of
    from bedside.protocol.loading import load
    from tests.conduct.trail import studies

    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True, PASSWORD_HASHERS=QUICK):
        with once(tmp_path_factory, f"demonstration-{request.param}") as (place, made):
            if not made:
                _fill(request.param, place)
        told = json.loads((place / "told.json").read_text(encoding="utf-8"))
        with studies.opened(place) as folder:
            held = protocol_of(load(request.param).version)
            untold, stays = tuple(told["untold"]), tuple(told["stays"])
            yield Demonstration(request.param, held, told["stages"], untold, folder, stays)


def _fill(trial: str, place: Path) -> None:
    """Make and fill it, and keep it in a folder with what tests must know of it."""
    from bedside.conduct.demonstration.filling import fill
    from bedside.conduct.study.create import fill as created
    from bedside.protocol.loading import load
    from tests.conduct.trail import studies

    with studies.opened() as folder:
        stays = _screened(trial, folder, place / "demo")
        protocol = load(trial)
        created(protocol, {}, None)
        found = fill(protocol, lambda what, share: None, stays[:1], "ward")
        told = {"stages": found.stages, "untold": found.untold, "stays": stays}
        (place / "told.json").write_text(json.dumps(told), encoding="utf-8")
        studies.keep(place)


def _screened(trial: str, folder: Path, out: Path) -> tuple[str, ...]:
    """What `bedside demo --report-only` leaves, put where a site's ward is looked for; the stays there now."""
    from bedside.__main__ import main
    from bedside.screening.listed import listed

    assert main(["demo", "--trial", trial, "--patients", PATIENTS, "--report-only", "--out", str(out)]) == 0
    ward = folder / "wards" / "01" / "ward"
    ward.mkdir(parents=True)
    for name in ("report.html", "verdicts.parquet"):
        shutil.copyfile(out / name, ward / name)
    (folder / "study.toml").write_text(f'demonstration = true\n[sources]\nward = "canonical:{out / "ward"}"\n')
    rows = listed(ward / "verdicts.parquet")
    last = max(row.at for row in rows)
    return tuple(row.stay for row in rows if row.at == last)


@pytest.fixture
def person(demonstration: Demonstration) -> Callable[[str], Person]:
    """person(stage): the first at that stage."""
    from bedside.conduct.participants.models import Person

    return lambda stage: Person.objects.get(code=demonstration.stages[stage][0])
