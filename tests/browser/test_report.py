"""The report in a real browser: it renders at desktop and tablet width, and asks the network for nothing."""

import re
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.page import page_of as analysis_page
from bedside.analysis.results import rows_of as analysed
from bedside.design.page import page_of
from bedside.design.results import rows_of
from bedside.design.stated import of_numbers
from bedside.design.worked import work_out
from bedside.protocol.loading import load
from bedside.protocol.telling import page
from bedside.report.html import render
from bedside.report.pages import Lacking
from bedside.values.wording import Text
from tests import needs
from tests.analysis.in_memory import worked_of
from tests.analysis.many import many
from tests.unit.sample_report import report
from tests.unit.small_ward import write_ward

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


BROKEN = """<script>addEventListener("load", function () {
  var broken = [], range = document.createRange();
  var walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    var node = walk.currentNode, found, words = /[\\p{L}\\p{N}]+/gu;
    if (node.parentElement.closest("script,style,.hidden,svg")) continue;
    while ((found = words.exec(node.data))) {
      range.setStart(node, found.index); range.setEnd(node, found.index + found[0].length);
      if (range.getClientRects().length > 1) broken.push(found[0]);
    }
  }
  document.body.dataset.broken = broken.join(" ");
  document.body.dataset.over = Math.max(0, document.documentElement.scrollWidth - innerWidth);
})</script><style>*{hyphens:manual!important}</style></head>"""
"""Lists every word that is drawn in more than one piece, and by how much the page is wider than the window."""


def drawn(html: str, folder: Path, width: int) -> tuple[str, int]:
    file = folder / "page.html"
    file.write_text(html.replace("</head>", BROKEN), encoding="utf-8")
    dom = browse(file.as_uri(), folder, "--dump-dom", f"--window-size={width},1200")
    (broken,), (over,) = re.findall(r'data-broken="([^"]*)"', dom), re.findall(r'data-over="([^"]*)"', dom)
    return broken, int(over)


@pytest.mark.parametrize("width", [1440, 820])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ward_list_breaks_no_word_and_fits_the_window(tmp_path: Path, width: int, language: str) -> None:
    one = report()
    unit = Text("Medical/Surgical Intensive Care Unit (MICU/SICU)", "réanimation médico-chirurgicale")
    names = ("symptomatic treatment of the syndrome needed", "history of multifocal leukoencephalopathy", "ferritin")
    long = Lacking(tuple((Text(name, f"{name}, en français"), 2.0) for name in names * 2))
    rows = tuple(
        replace(row, stay="VIRTUAL-0016-ICU", unit=unit, lacking=long, data_lacking=long, scores=row.scores * 3)
        for row in one.rows[:1]
    )
    html = render(replace(one, rows=rows, patients=(), language=language))
    assert drawn(html, tmp_path, width) == ("", 0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_protocol_as_a_page_breaks_no_word(tmp_path: Path, language: str) -> None:
    html = page(load(str(needs.ROOT / "trials" / "jakahdi")), language)
    assert drawn(html, tmp_path, 1200) == ("", 0)


@pytest.mark.proves("design pictures")
@pytest.mark.parametrize("width", [1440, 820])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_a_design_breaks_no_word_and_fits_the_window(tmp_path: Path, width: int, language: str) -> None:
    worked = work_out(of_numbers({"p0": 0.2, "p1": 0.4, "participants": 35}))
    html = page_of(rows_of(worked), worked, language)
    assert drawn(html, tmp_path, width) == ("", 0)


@pytest.mark.proves("analysis pictures")
@pytest.mark.parametrize("width", [1440, 820])
def test_the_page_of_an_analysis_breaks_no_word_and_fits_the_window(tmp_path: Path, width: int) -> None:
    worked = worked_of(many(42))
    rows = analysed(worked)
    html = analysis_page(rows, worked, figures_of(rows, worked), "fr")
    assert drawn(html, tmp_path, width) == ("", 0)


@pytest.fixture(scope="module", params=["en", "fr"])
def about_a_source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages about one source in a language: who would be found, what it holds, how versions of a score agree."""
    folder, language, trial = tmp_path_factory.mktemp("about"), str(request.param), "jakahdi"
    source = f"canonical:{write_ward(folder / 'ward')}"
    count, check, compared = (folder / name for name in ("count", "check", "compared"))
    moves = ["--move", "sofa_needed=3,hscore_needed=169", "--mask-below", "3"]
    assert main(["feasibility", trial, "--source", source, *moves, "--lang", language, "--out", str(count)]) == 0
    assert main(["source", "check", source, "--trial", trial, "--lang", language, "--out", str(check)]) == 0
    versions = ["sofa:missing-as-zero", "sofa:mimic-code,boundaries=umol/L", "--at", "1"]
    asked = ["--source", source, "--lang", language, "--out", str(compared)]
    assert main(["score", "compare", *versions, *asked]) == 0
    files = (count / "feasibility.html", check / "source.html", compared / "agreement.html")
    return [file.read_text(encoding="utf-8") for file in files]


@pytest.mark.parametrize("width", [1440, 820])
def test_the_pages_about_a_source_break_no_word_and_fit_the_window(
    about_a_source: list[str], tmp_path: Path, width: int
) -> None:
    for html in about_a_source:
        assert drawn(html, tmp_path, width) == ("", 0)


def test_the_script_runs_and_a_link_to_a_french_page_speaks_french(tmp_path: Path) -> None:
    dom = browse(written(tmp_path) + PATIENT, tmp_path, "--dump-dom")
    assert '<html lang="fr" class="js">' in dom
    assert "<title>Patients fictifs · " in dom
    assert "2 sur 2 affichés" in dom
    assert 'aria-pressed="true"' in dom
