"""One screening at a time in a folder: the second is told who is at work there, and since when.

The system's own lock on a file is held, which ends with its process, however that ends. So a run that was killed bars
nobody, and no process that was given its number later is taken for it. What stands in the file is only told.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bedside.errors import UsageError
from bedside.values.moment import Moment, now, show
from bedside.values.wording import Text

BUSY = Text(
    "another screening is at work in this folder: process {process} on {machine}, since {since} UTC.",
    "une autre présélection est en cours dans ce dossier\u00a0: processus {process} sur {machine}, depuis {since} UTC.",
)
UNSAID = Text(
    "another screening is at work in this folder, since a moment ago.",
    "une autre présélection est en cours dans ce dossier, depuis un instant.",
)
WAIT = Text(
    "Wait until it is done, or name another folder.", "Attendez qu’elle ait fini, ou indiquez un autre dossier."
)


@contextmanager
def alone(lock: Path, folder: Path) -> Iterator[None]:
    """Keep others out while inside. Raises UsageError when somebody is there already."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise UsageError(_who(held.read()), str(folder), WAIT) from None
        held.truncate(0)
        held.write(json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "since_us": now()}))
        held.flush()
        yield


def _who(told: str) -> Text:
    try:
        said = json.loads(told)
        return BUSY.filled(process=said["process"], machine=said["machine"], since=show(Moment(said["since_us"])))
    except (ValueError, KeyError, TypeError):  # it has not said so yet
        return UNSAID
