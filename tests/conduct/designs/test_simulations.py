"""Simulations of a study: begun on a page, worked out in a process of their own, stopped and gone on with."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from bedside.__main__ import main
from bedside.conduct.designs import running
from bedside.conduct.designs.models import Simulation
from bedside.conduct.designs.running import SIMULATIONS, State
from bedside.conduct.people.models import User
from bedside.conduct.study.scenarios import brought, chances_for, keep_brought, questions_of
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.virtual.chances import chances

from .small import small_scenarios

BY = Actor("colin", "statistician", "Sponsor", "screens")
ASKED = {"trials": "20", "seed": "5", "scenarios": small_scenarios()}


@pytest.fixture
def statistician(study: Any, user: Callable[..., User], client_of: Callable[..., Client]) -> Client:
    return client_of(user("statistician", ""))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Those for which a process would have been started."""
    found: list[int] = []
    monkeypatch.setattr(running, "start", lambda each: found.append(each.pk))
    return found


@pytest.fixture
def at_work(study: Any) -> Iterator[Callable[[int], None]]:
    """at_work(7): as long as the test lasts, a process works on simulation 7."""
    place = settings.FOLDER.path / SIMULATIONS
    place.mkdir(exist_ok=True)
    with (place / "lock").open("a+", encoding="utf-8") as held:

        def works(number: int) -> None:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held.truncate(0)
            held.write(str(number))
            held.flush()

        yield works


def begun(statistician: Client, capture: Any, **more: str) -> Simulation:
    with capture(execute=True):
        answer = statistician.post("/designs/simulations/begin/", ASKED | more)
    assert answer.status_code == 302, answer.content.decode()
    made = Simulation.objects.latest("event")
    assert answer.headers["Location"] == f"/designs/simulations/{made.pk}/"
    return made


@pytest.mark.proves("analysis pages", "simulation rows")
def test_its_rows_are_those_of_the_command(
    statistician: Client, started: list[int], tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    keep_brought(BY, "jakahdi")
    made = begun(statistician, django_capture_on_commit_callbacks)
    assert started == [made.pk] and made.event.action == "begin simulation"
    running.go_on(made, 1)
    page = statistician.get(f"/designs/simulations/{made.pk}/").content.decode()
    assert f'src="/designs/simulations/{made.pk}/report/"' in page and "✓" in page
    assert "No effect of treatment" in statistician.get(f"/designs/simulations/{made.pk}/report/").content.decode()
    archive = statistician.get(f"/designs/simulations/{made.pk}/files.zip")
    (tmp_path / "scenarios.yaml").write_text(small_scenarios(), encoding="utf-8")
    command = ["simulate", "jakahdi", "--trials", "20", "--seed", "5", "--workers", "1", "--scenarios"]
    assert main([*command, str(tmp_path / "scenarios.yaml"), "--out", str(tmp_path / "out")]) == 0
    with zipfile.ZipFile(io.BytesIO(archive.content)) as held:
        assert held.read("rows.csv") == (tmp_path / "out" / "rows.csv").read_bytes()
        assert len(list(csv.DictReader(io.StringIO(held.read("rows.csv").decode())))) > 50
    seen = [event.action for event in Event.objects.order_by("-number")[:2]]
    assert seen == ["export", "see simulation"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"trials": "many"}, "“many” is no whole number. Write it in digits. (trials)"),
        ({"trials": "0"}, "0 is out of range. Give a whole number from 1 to 1000000. (trials)"),
        ({"seed": "-1"}, "“-1” is no whole number. Write it in digits. (seed)"),
        ({"scenarios": "bedside: [1"}, "(simulation.yaml:1"),
        ({"scenarios": small_scenarios().replace("made: 70", "made: 0")}, "“made” is the number 0."),
    ],
)
def test_what_is_refused_stays_in_the_form(
    statistician: Client, started: list[int], sent: dict[str, str], says: str
) -> None:
    answer = statistician.post("/designs/simulations/begin/", ASKED | sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and says in text
    for name, value in (ASKED | sent).items():
        assert (f'value="{value}"' if name != "scenarios" else value[:40].replace('"', "&quot;")) in text
    assert not started and not Simulation.objects.exists()


def test_one_runs_at_a_time(
    statistician: Client, started: list[int], at_work: Callable[[int], None], django_capture_on_commit_callbacks: Any
) -> None:
    made = begun(statistician, django_capture_on_commit_callbacks)
    at_work(made.pk)
    assert running.standing(made).state is State.RUNNING
    state = statistician.get(f"/designs/simulations/{made.pk}/state/")
    assert 'hx-trigger="every 2s"' in state.content.decode() and "HX-Refresh" not in state.headers
    answer = statistician.post("/designs/simulations/begin/", ASKED)
    assert answer.status_code == 422 and f"simulation {made.pk} is running." in answer.content.decode()
    assert statistician.post(f"/designs/simulations/{made.pk}/go-on/").status_code == 422
    with pytest.raises(UsageError, match="is running"):
        running.go_on(made, 1)
    assert Simulation.objects.count() == len(started) == 1


def test_stopped_it_says_where_and_goes_on(
    statistician: Client, started: list[int], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    made = begun(statistician, django_capture_on_commit_callbacks)
    assert statistician.post(f"/designs/simulations/{made.pk}/stop/").status_code == 422  # nothing works on it
    running.folder_of(made).mkdir(parents=True, exist_ok=True)
    running.stop(made)
    with pytest.raises(running.Stopped):
        running.go_on(made, 1)
    assert running.standing(made).state is State.STOPPED
    page = statistician.get(f"/designs/simulations/{made.pk}/").content.decode()
    assert "stopped at" in page and "Let it go on" in page
    assert statistician.get(f"/designs/simulations/{made.pk}/state/").headers["HX-Refresh"] == "true"
    assert statistician.get(f"/designs/simulations/{made.pk}/report/").status_code == 404
    assert statistician.post(f"/designs/simulations/{made.pk}/go-on/").status_code == 302
    assert started == [made.pk, made.pk]
    assert Event.objects.filter(action="go on with simulation", place=str(made.pk)).count() == 1


def test_what_is_wrong_with_it_is_told_on_its_page(
    statistician: Client, started: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    few = small_scenarios().replace("made: 70", "made: 5")
    made = begun(statistician, django_capture_on_commit_callbacks, scenarios=few)
    with pytest.raises(UsageError, match="too few"):
        running.go_on(made, 1)
    assert running.standing(made).state is State.FAILED
    assert "too few to draw participants from" in statistician.get(f"/designs/simulations/{made.pk}/").content.decode()


def test_only_a_statistician_begins_one(
    study: Any, user: Callable[..., User], client_of: Callable[..., Client], started: list[int]
) -> None:
    manager = client_of(user("data manager", ""))
    assert "<textarea" not in manager.get("/designs/simulations/").content.decode()
    assert manager.post("/designs/simulations/begin/", ASKED).status_code == 403
    assert not Simulation.objects.exists()


def test_the_form_begins_with_what_the_trial_brought(statistician: Client, protocol: Protocol) -> None:
    assert "made without scenarios" in statistician.get("/designs/simulations/").content.decode()
    keep_brought(BY, "jakahdi")
    keep_brought(BY, "jakahdi")  # the same again leaves nothing
    assert Event.objects.filter(action="keep scenarios").count() == 1
    assert "site_10: {opens: 270, per_month: 0.25}" in statistician.get("/designs/simulations/").content.decode()
    kept = brought()
    assert kept is not None and questions_of(kept.chances) == chances("jakahdi")
    assert questions_of(chances_for(protocol)) == chances("jakahdi")


def own_process(code: str) -> str:
    """What a program prints: Django is up for one study only in a process."""
    environment = {name: held for name, held in os.environ.items() if not name.startswith(("BEDSIDE_STUDY", "DJANGO"))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


MADE = """
from pathlib import Path
from bedside.conduct.study.create import create
create(Path({folder!r}), {trial!r})
"""


@pytest.mark.parametrize(("trial", "patients"), [("jakahdi", "300"), ("adrenal", "400")])
def test_a_study_keeps_the_scenarios_of_its_trial(trial: str, patients: str, tmp_path: Path) -> None:
    code = """
from bedside.conduct.study.scenarios import brought
from bedside.conduct.designs.asked import read_scenarios
from bedside.conduct.study.protocol import latest
print(read_scenarios(brought().text, latest()).patients.made)
"""
    assert own_process(MADE.format(folder=str(tmp_path / "study"), trial=trial) + code) == patients


def test_killed_at_any_time_it_goes_on_to_the_same_rows(tmp_path: Path) -> None:
    scenarios, study, trials = tmp_path / "scenarios.yaml", tmp_path / "study", "3000"
    scenarios.write_text(small_scenarios(), encoding="utf-8")
    code = f"""
from bedside.conduct.designs.actions import begin
from bedside.conduct.trail.keeping import Actor
print(begin(Actor("colin", "statistician", "", "test"), Path({str(scenarios)!r}).read_text(), {trials}, 3).pk)
"""
    number = own_process(MADE.format(folder=str(study), trial="jakahdi") + code)
    command = [sys.executable, "-m", "bedside", "study", "simulate", number, "--study", str(study), "--workers", "1"]
    quiet = subprocess.DEVNULL
    killed = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    while not (kept := [*study.glob("simulations/*/chunks/trials-*/*.npz")]):
        assert killed.poll() is None
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert kept and not [*study.glob("simulations/*/files.zip")]
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet)
    (archive,) = study.glob("simulations/*/files.zip")
    given = ["--trials", trials, "--seed", "3", "--workers", "1", "--scenarios", str(scenarios)]
    assert main(["simulate", "jakahdi", *given, "--out", str(tmp_path / "out")]) == 0
    with zipfile.ZipFile(archive) as held:
        assert held.read("rows.csv") == (tmp_path / "out" / "rows.csv").read_bytes()
