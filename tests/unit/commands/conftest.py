"""The ward that commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.__main__ import main


@pytest.fixture(scope="session")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One virtual patient who was asked the questions of JAKAHDI."""
    folder = tmp_path_factory.mktemp("ward")
    assert main(["virtual", "1", "--seed", "1", "--trial", "jakahdi", "--out", str(folder)]) == 0
    return folder
