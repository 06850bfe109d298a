"""`bedside screen --since-last`: where it may write, and what it says of what it kept."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bedside.commands.outputs import TABLES
from bedside.errors import UsageError
from bedside.screening.kept_pair import Place
from bedside.screening.one_at_a_time import alone
from bedside.screening.since_last import SinceLast
from bedside.values.moment import show
from bedside.values.wording import Text

ONE_FILE = Text(
    "one file cannot hold what the next run needs.",
    "un seul fichier ne peut contenir ce qu’il faut au passage suivant.",
)
A_FOLDER = Text("Name a folder, the same every time.", "Indiquez un dossier, le même à chaque fois.")

ANEW = Text("{why} Everything was worked out.", "{why} Tout a été calculé.")
SINCE = Text(
    "Since the last run ({when} UTC): patients worked out {patients_asked} of {patients}, stay-hours {hours_asked} of"
    " {hours}; the others are kept.",
    "Depuis le dernier passage ({when} UTC)\u00a0: patients calculés {patients_asked} sur {patients}, heures de séjour"
    " {hours_asked} sur {hours}\u202f; les autres sont gardés.",
)
RESUMED = Text(
    "Of a run that was stopped, stay-hours kept: {hours_resumed}.",
    "D’un passage interrompu, heures de séjour gardées\u00a0: {hours_resumed}.",
)


def turn(out: Path) -> AbstractContextManager[None]:
    """The folder to oneself. Raises UsageError for one file instead of a folder, and while somebody else is at work."""
    if out.suffix in TABLES:
        raise UsageError(ONE_FILE, "--out", A_FOLDER)
    return alone(Place(out).lock, out)


def counted(done: SinceLast) -> dict[str, Any]:
    """What a program reads of it."""
    return {
        "last_run": None if done.last is None else f"{show(done.last)} UTC",
        "anew_because": None if done.anew is None else done.anew.en,
        "patients": done.patients,
        "patients_worked_out": done.patients_asked,
        "stay_hours": done.hours,
        "stay_hours_worked_out": done.hours_asked,
        "stay_hours_of_a_stopped_run": done.hours_resumed,
    }


def said(done: SinceLast) -> list[Text]:
    """What a person reads of it."""
    if done.last is not None:
        when = show(done.last)
        lines = [
            SINCE.filled(
                when=when,
                patients_asked=done.patients_asked,
                patients=done.patients,
                hours_asked=done.hours_asked,
                hours=done.hours,
            )
        ]
    else:
        lines = [] if done.anew is None else [ANEW.filled(why=done.anew)]
    return [*lines, *([RESUMED.filled(hours_resumed=done.hours_resumed)] if done.hours_resumed else [])]
