"""The report in a real browser: it renders at desktop and tablet width, and asks the network for nothing."""

import struct
import subprocess
from pathlib import Path

import pytest

from bedside.report.html import render
from tests import needs
from tests.unit.sample_report import report

PATIENT = "#fr-stay-S-1.2f.a"


def browse(page: str, folder: Path, *options: str) -> str:
    program = needs.chromium()
    profile = folder / "profile"
    command = [
        str(program),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={profile}",
        *options,
        page,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def written(folder: Path) -> str:
    file = folder / "report.html"
    file.write_text(render(report()), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [1440, 820])
def test_it_is_drawn(tmp_path: Path, width: int) -> None:
    image = tmp_path / "page.png"
    browse(written(tmp_path), tmp_path, f"--screenshot={image}", f"--window-size={width},1200")
    data = image.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (width, 1200)
    assert len(data) > 40_000, "an empty page is far smaller"


def test_the_script_runs_and_a_link_to_a_french_page_speaks_french(tmp_path: Path) -> None:
    dom = browse(written(tmp_path) + PATIENT, tmp_path, "--dump-dom")
    assert '<html lang="fr" class="js">' in dom
    assert "<title>Patients fictifs · " in dom
    assert "2 sur 2 affichés" in dom
    assert 'aria-pressed="true"' in dom
