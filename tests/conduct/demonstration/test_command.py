"""`bedside demo`: what it refuses before it begins."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from bedside.__main__ import main


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path, capsys: Any) -> None:
    with socket.create_server(("localhost", 0)) as taken:
        assert main(["demo", "--out", str(tmp_path / "d"), "--port", str(taken.getsockname()[1])]) == 2
    assert "is in use" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_a_real_study_is_never_replaced(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.toml").write_text("demonstration = false\n")
    assert main(["demo", "--no-serve", "--out", str(tmp_path)]) == 2
    assert "holds something else than a demo (study)" in capsys.readouterr().err
    assert (tmp_path / "study" / "study.toml").exists()


def test_codes_are_those_of_a_demonstration(tmp_path: Path, capsys: Any) -> None:
    assert main(["demo", "--codes", "--out", str(tmp_path)]) == 2
    assert "no demonstration study" in capsys.readouterr().err
