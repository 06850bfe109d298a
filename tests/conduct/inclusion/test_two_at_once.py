"""Two inclusions at once never share a number; two screenings never share a code."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests import needs

PROGRAM = textwrap.dedent(
    """
    import sys, time
    import django
    django.setup()
    from bedside.conduct.inclusion import actions as inclusion
    from bedside.conduct.participants import actions
    from bedside.conduct.participants.models import Person
    from bedside.conduct.trail.keeping import Actor
    from bedside.values.moment import now
    inclusion.in_the_way = lambda person, found: ()   # who is eligible is proved elsewhere; here only numbers matter
    by = Actor(sys.argv[1], "investigator", "test", "test")
    begin = float(sys.argv[2])
    time.sleep(max(0.0, begin - time.time()))
    for _ in range(int(sys.argv[3])):
        person = actions.screen(by, "01")
        print(person.code, inclusion.enrol(by, Person.objects.get(pk=person.pk), now()).number, flush=True)
    """
)


@pytest.mark.proves("law code-site-number")
@pytest.mark.parametrize("at_once", [4])
def test_numbers_are_handed_out_once_by_processes_at_once(at_once, tmp_path):
    import os
    import time

    folder = tmp_path / "study"
    environment = {
        **os.environ, "BEDSIDE_STUDY": str(folder), "DJANGO_SETTINGS_MODULE": "bedside.conduct.settings",
        "PYTHONPATH": str(needs.ROOT / "src"),
    }  # fmt: skip
    environment.pop("BEDSIDE_DATABASE", None)
    made = (
        "from pathlib import Path; from bedside.conduct.study.create import create;"
        f"create(Path({str(folder)!r}), 'jakahdi', {{'01': 'One'}})"
    )
    subprocess.run([sys.executable, "-c", made], env=environment, check=True, cwd=needs.ROOT, capture_output=True)
    begin = str(time.time() + 6)
    running = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, f"p{i}", begin, "5"], env=environment, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for i in range(at_once)
    ]  # fmt: skip
    told = [process.communicate(timeout=600) for process in running]
    assert [process.returncode for process in running] == [0] * at_once, told
    lines = [line.split() for out, _ in told for line in out.splitlines()]
    assert sorted(number for _, number in lines) == [f"01-{i:03d}" for i in range(1, 5 * at_once + 1)]
    assert len({code for code, _ in lines}) == 5 * at_once
    events = (
        sqlite3.connect(Path(folder) / "study.sqlite3")
        .execute("SELECT count(*), max(number) FROM trail_event WHERE action IN ('screen', 'enrol')")
        .fetchone()
    )
    assert events[0] == 2 * 5 * at_once
