"""The demonstration study of each trial, filled once for all tests here, in a database and a folder of its own.

demonstration   the study: `.trial`, `.protocol`, `.stages` (codes by stage), `.untold`, `.folder`
person          person("withdrawn") -> the first Person at that stage
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

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


@pytest.fixture(scope="package", params=["jakahdi", "adrenal"])
def demonstration(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Demonstration]:
    """A demonstration of a trial; its first site has a ward that was screened."""
    from django.test import override_settings

    from bedside.conduct.demonstration.filling import fill
    from bedside.conduct.study.create import fill as created
    from bedside.conduct.study.protocol import protocol_of
    from bedside.protocol.loading import load
    from tests.conduct.trail import studies

    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION=True, PASSWORD_HASHERS=QUICK),
        studies.opened() as folder,
    ):
        stays = _screened(request.param, folder)
        protocol = load(request.param)
        created(protocol, {}, None)
        found = fill(protocol, lambda what, share: None, stays[:1], "ward")
        held = protocol_of(protocol.version)
        yield Demonstration(request.param, held, found.stages, found.untold, folder, stays)


def _screened(trial: str, folder: Path) -> tuple[str, ...]:
    """What `bedside demo --report-only` leaves, put where a site's ward is looked for; the stays there now."""
    from bedside.__main__ import main
    from bedside.screening.listed import listed

    out = folder / "demo"
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
