"""What `make docs` writes is what stands in docs/generated."""

import runpy
from pathlib import Path

import pytest

from tests.needs import ROOT

GENERATORS = sorted((ROOT / "docs" / "generators").glob("[a-z]*.py"))


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda path: path.stem)
def test_the_generated_page_is_up_to_date(generator, monkeypatch):
    written: dict[str, str] = {}
    monkeypatch.setattr(Path, "write_text", lambda self, text, **_: written.update({str(self): text}))
    runpy.run_path(str(generator), run_name="__main__")
    assert written
    for path, text in written.items():
        assert Path(path).read_text(encoding="utf-8") == text, "run make docs"
