"""A process that goes on filling forms of a participant until a file is there, and prints how many it filled:
`python -m tests.conduct.cuts.writing CODE FILE`, of the study that the environment names.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests import needs


@contextmanager
def writers(folder: Path, codes: Sequence[str]) -> Iterator[None]:
    """A process for each of these participants, which have all begun to write; none may fail."""
    from django.db import connection

    from tests.conduct.trail import studies

    around = {**os.environ, "BEDSIDE_STUDY": str(folder), "DJANGO_SETTINGS_MODULE": "bedside.conduct.settings"}
    around["PYTHONPATH"] = os.pathsep.join([str(needs.ROOT / "src"), str(needs.ROOT), *sys.path])
    if studies.POSTGRESQL:
        around["BEDSIDE_DATABASE"] = studies.address(str(connection.settings_dict["NAME"]))
    stop = folder / "stop"
    running = [
        subprocess.Popen([sys.executable, "-m", __name__, code, str(stop)], env=around, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for code in codes
    ]  # fmt: skip
    try:
        for each in running:
            assert each.stdout is not None and each.stdout.readline() == "begun\n", each.communicate()
        yield
    finally:
        stop.touch()
        told = [each.communicate(timeout=60) for each in running]
    assert [each.returncode for each in running] == [0] * len(running), told


def main(code: str, stop: Path) -> None:
    """Three items of one sheet in one turn, over and over."""
    import django

    django.setup()
    from bedside.conduct.participants.models import Person
    from bedside.conduct.study.protocol import latest
    from bedside.conduct.trail.keeping import Actor
    from tests.conduct.cuts.filling import write

    person, protocol = Person.objects.get(code=code), latest()
    for number in itertools.count(1):
        write(lambda *_: Actor(code, "nurse", "Hospital", "test"), person, protocol, number)
        if number == 1:
            print("begun", flush=True)
        if stop.exists():
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
