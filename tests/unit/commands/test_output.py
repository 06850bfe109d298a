"""An output that cannot be written, or that nobody reads any more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_ends_in_one_sentence(unbuffered: str) -> None:
    command = [sys.executable, "-m", "bedside", "protocol", "show", "jakahdi"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    said = "bedside: the output cannot be written (no space left on device). Choose a place that you may use.\n"
    assert (ended.returncode, ended.stderr) == (1, said)


@pytest.mark.parametrize("command", ["protocol show jakahdi --format json", "score --help"])
def test_a_reader_that_stops_reading_hears_nothing(command: str) -> None:
    """As `| head` does. The pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "bedside", *command.split()], stdout=writing, stderr=subprocess.PIPE, text=True,
        check=False, env={**os.environ, "PYTHONUNBUFFERED": ""},
    )  # fmt: skip
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")
