"""`bedside study create|amend|import-stay|add-dictionary|migrate`, `bedside serve`: a study in its folder, served.

The application (Django) is imported inside the functions only: the other commands do not wait for it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from bedside.commands.console import note
from bedside.errors import UsageError, cause
from bedside.protocol.amendments import Amendment
from bedside.protocol.model import Protocol

NEEDED = ("django", "allauth", "gunicorn")


def create(arguments: Namespace) -> int:
    """Make a study, and print the first administrator's password, once."""
    needs_application()
    from bedside.conduct.study.create import create as made

    new = made(
        Path(arguments.out), arguments.trial, _sites(arguments.site), arguments.admin, arguments.version,
        arguments.organisation, arguments.time_zone, arguments.demonstration,
    )  # fmt: skip
    told = {"folder": str(new.folder), "trial": new.protocol.id, "version": new.protocol.version,
            "hash": new.protocol.hash, "admin": new.admin, "password": new.password}  # fmt: skip
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    note(f"The study of {new.protocol.id} {new.protocol.version} stands in {new.folder}.")
    if new.password:
        note(f"Log in as {new.admin} with this password, which is shown this once, and choose your own:")
        print(new.password)
    note(f"Start it with: bedside serve --study {new.folder}")
    return 0


def amend(arguments: Namespace) -> int:
    """Keep the versions that a trial's amendments make; they are put in force at each site on their own page."""
    folder = started(arguments.study)
    from bedside.conduct.study.actions import add_amendments
    from bedside.conduct.study.create import SHELL, operator
    from bedside.conduct.study.scenarios import keep_brought
    from bedside.conduct.trail.keeping import Actor
    from bedside.protocol.amendments import read_amendments
    from bedside.protocol.loading import find_trial, load_versions

    trial = find_trial(arguments.trial)
    versions, amendments = load_versions(trial), read_amendments(trial)
    if arguments.dry_run:
        return _tell_impact(versions, amendments, arguments.lang)
    by = Actor(operator(), "operator", "", SHELL)
    made = add_amendments(by, versions, amendments)
    keep_brought(by, trial)
    for each in made:
        asks = ", and asks for renewed consent" if each.reconsent else ""
        note(f"Version {each.version} is kept in {folder}{asks}.")
    note("Look at what it changes, and put it in force at each site, on the page of the version.")
    return 0


def simulate(arguments: Namespace) -> int:
    """Work a simulation of a study out, or go on with it."""
    started(arguments.study)
    from bedside.conduct.designs.models import Simulation
    from bedside.conduct.designs.running import GIVEN, POLITE, folder_of, go_on, make_room

    each = Simulation.objects.filter(pk=arguments.number).first()
    if each is None:
        raise UsageError(f"there is no simulation {arguments.number}.", "study simulate", "Begin one on its page.")
    if GIVEN not in os.environ:  # somebody here asks for it; the server has made room already
        make_room(each)
    os.nice(POLITE)
    go_on(each, arguments.workers)
    note(f"Simulation {arguments.number} is done: {folder_of(each)}")
    return 0


def _tell_impact(versions: Sequence[Protocol], amendments: Sequence[Amendment], language: str) -> int:
    """Print what the last of the new versions would change at each site from today on; nothing is kept."""
    from bedside.conduct.amending.telling import told
    from bedside.conduct.study.actions import not_kept

    asks = {each.version: each.reconsent for each in amendments}
    print(*told([(each, asks.get(each.version, False)) for each in not_kept(versions)], language), sep="\n")
    return 0


def import_stay(arguments: Namespace) -> int:
    """Begin the screening of a stay of a configured source, as a named person of the study; prints who it is now."""
    folder = started(arguments.study)
    from bedside.conduct.inclusion.importing import import_stay as brought_in
    from bedside.conduct.people.models import User
    from bedside.conduct.people.permissions import acting
    from bedside.conduct.people.roles import Action
    from bedside.conduct.study.create import SHELL
    from bedside.values.moment import moment

    user = User.objects.filter(username=arguments.operator).first()
    if user is None:
        raise UsageError(f"there is no user {arguments.operator}.", "--operator", "Name somebody of the study.")
    by = acting(user, Action.SCREEN, arguments.site, SHELL)
    at = moment(arguments.at) if arguments.at else None
    person = brought_in(by, arguments.site, arguments.source, arguments.stay, at)
    note(f"{person.code} is in screening in {folder}, with {person.imported.count()} records.")
    print(person.code)
    return 0


def add_dictionary(arguments: Namespace) -> int:
    """Code by a version of a dictionary from now on."""
    folder = started(arguments.study)
    from bedside.conduct.coding.actions import add_dictionary as added
    from bedside.conduct.coding.books import Kind
    from bedside.conduct.study.create import SHELL, operator
    from bedside.conduct.trail.keeping import Actor

    by = Actor(operator(), "operator", "", SHELL)
    held = added(by, Kind(arguments.kind), arguments.version, Path(arguments.folder))
    note(f"{held.kind} {held.version} with {held.terms} terms is in {folder}.")
    return 0


def attach_results(arguments: Namespace) -> int:
    """Put the results of a run of the tests into a study's dossier."""
    folder = started(arguments.study)
    from bedside.conduct.study.actions import attach_results as attached
    from bedside.conduct.study.create import SHELL, operator
    from bedside.conduct.study.software import digest
    from bedside.conduct.trail.keeping import Actor

    try:
        content = Path(arguments.file).read_bytes()
    except OSError as error:
        raise UsageError(f"the file cannot be read ({cause(error)}).", arguments.file, "Correct its name.") from error
    run = attached(Actor(operator(), "operator", "", SHELL), content)
    note(f"{len(run.tests)} tests of {run.at} are in the dossier of {folder}.")
    if run.software != digest():
        note("They are of another state of bedside than the one that runs here; the dossier says so.")
    return 0


def migrate(arguments: Namespace) -> int:
    """Bring a study's database up to date."""
    started(arguments.study)
    from bedside.conduct.study.create import migrate as brought_up_to_date

    brought_up_to_date()
    note("The database is up to date.")
    return 0


def serve(arguments: Namespace) -> int:
    """Serve a study until it is stopped; refuses one that must not be served as it is."""
    folder = started(arguments.study)
    from django.core.management import call_command
    from django.db import connections

    from bedside.conduct.serving import Server
    from bedside.conduct.study import actions
    from bedside.conduct.study.create import SHELL, operator
    from bedside.conduct.study.starting import check
    from bedside.conduct.trail.keeping import Actor

    check()
    actions.note_start(Actor(operator(), "operator", "", SHELL))
    call_command("clearsessions")  # of people who went away without logging out
    connections.close_all()  # each worker opens its own
    note(f"The study in {folder} is served at http://localhost:{arguments.port}/ (Ctrl-C stops it).")
    Server(arguments.host, arguments.port, arguments.workers).run()
    return 0


def started(study: str) -> Path:
    """The folder of a study, on which Django is up. Raises UsageError where there is none."""
    needs_application()
    folder = Path(study)
    if not (folder / "study.toml").is_file():
        raise UsageError("there is no study here.", str(folder), "Make one with: bedside study create TRIAL --out DIR")
    from bedside.conduct.study.starting import start

    start(folder)
    return folder


def _sites(given: Iterable[str]) -> dict[str, str]:
    """`01=Hôpital X` as code and name. Raises UsageError."""
    sites: dict[str, str] = {}
    for each in given:
        code, equals, name = each.partition("=")
        if not equals or not code.strip() or not name.strip() or not code.strip().isalnum():
            raise UsageError(
                f"“{each}” is no site.", "--site", "Write it like 01=Name, the code in letters and digits."
            )
        if code.strip() in sites:
            raise UsageError(f"site {code.strip()} is given twice.", "--site", "Give each site a code of its own.")
        sites[code.strip()] = name.strip()
    return sites


def needs_application() -> None:
    lacking = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if lacking:
        raise UsageError(
            f"the web application's packages are not installed here ({', '.join(lacking)}).",
            sys.executable,
            "Install bedside with them: make environment.",
        )
