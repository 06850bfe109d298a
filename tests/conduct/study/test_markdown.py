"""The release notes as HTML: what is written there in Markdown shows as such, and nothing of it is markup of ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.study.markdown import html
from tests.needs import ROOT

CASES = {
    "# Notes": "<h3>Notes</h3>",
    "## [1.0]": "<h4>[1.0]</h4>",
    "one\ntwo\n\nthree": "<p>one two</p>\n<p>three</p>",
    "- **Rules.** A closed\n  algebra\n- `--at` & more": (
        "<ul><li><strong>Rules.</strong> A closed algebra</li><li><code>--at</code> &amp; more</li></ul>"
    ),
    "see [here](https://semver.org/)": '<p>see <a href="https://semver.org/">here</a></p>',
    "[no](javascript:alert(1)) <b>": "<p>[no](javascript:alert(1)) &lt;b&gt;</p>",
}


@pytest.mark.parametrize("text", CASES)
def test_it_shows_as_written(text: str) -> None:
    assert html(text) == CASES[text]


def test_the_changelog_leaves_no_mark_behind() -> None:
    shown = html((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert "**" not in shown and "\n#" not in shown and "<li>" in shown and "](http" not in shown


@given(st.text(alphabet="<>&\"'*`[]()#- \nab"))
def test_typed_markup_stays_text(text: str) -> Any:
    shown = html(text)
    for tag in ("h3", "h4", "h5", "h6", "p", "ul", "li", "strong", "code"):
        shown = shown.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in shown
