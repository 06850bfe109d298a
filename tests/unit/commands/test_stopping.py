"""Ctrl-C, wherever it falls: nothing half-written is left, and what was there stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bedside.__main__ import main
from bedside.engines import scored
from tests.unit.commands.asking import Output, screening, sofa


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
@pytest.mark.parametrize("where", ["os.replace", "bedside.engines.scored.ask_hours"])
def test_stopped_while_it_works(
    ward: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch, where: str, stop: BaseException
) -> None:
    """In the middle of a query DuckDB turns Ctrl-C into a RuntimeError."""

    def stopping(*arguments: Any, **more: Any) -> None:
        raise stop

    assert scored.ask_hours
    monkeypatch.setattr(where, stopping)
    assert main(sofa(tmp_path, ward, "--every", "1d")) == 130
    assert capsys.readouterr().err == "bedside: stopped. Nothing half-written is left behind.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_it_is_stopped(
    ward: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sofa.parquet").write_bytes(b"of yesterday")

    def stopping(*arguments: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", stopping)
    assert main(sofa(tmp_path, ward, "--every", "1d")) == 130
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("sofa.parquet", b"of yesterday")]


def test_a_ward_is_written_whole_or_not_at_all(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(*arguments: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bedside.virtual.writing._truth", stopping)
    assert main(["virtual", "1", "--seed", "1", "--out", str(tmp_path / "w")]) == 130
    assert list(tmp_path.iterdir()) == []


def test_another_fault_is_not_taken_for_a_stop(ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: Any, **more: Any) -> None:
        raise RuntimeError("something else")

    monkeypatch.setattr("bedside.engines.scored.ask_hours", failing)
    with pytest.raises(RuntimeError, match="something else"):
        main(sofa(tmp_path, ward))


@pytest.mark.parametrize("after", [0.5, 1.3])
def test_a_real_ctrl_c(ward: Path, tmp_path: Path, after: float) -> None:
    """Wherever it falls: importing, reading, computing."""
    out = tmp_path / "out"
    begin = (
        "import signal, sys; from bedside.__main__ import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it\n"
        "print('on', flush=True); sys.exit(main())"
    )
    command = [sys.executable, "-c", begin]
    with subprocess.Popen(
        [*command, *screening(f"canonical:{ward}", "--out", str(out))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline() == "on\n"
        time.sleep(after)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "bedside: stopped. Nothing half-written is left behind.\n")
    assert not out.exists()
