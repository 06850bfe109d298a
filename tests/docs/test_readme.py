"""The README says what is true: its example prints what it shows, its commands and files exist."""

import contextlib
import io
import re

import pytest

from bedside.__main__ import _parser
from tests.needs import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_it_shows():
    code, shown = re.search(r"```python\n(.*?)```\n+```\n(.*?)```", README, re.DOTALL).groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert printed.getvalue().replace("\u00a0", " ") == shown


@pytest.mark.parametrize("command", re.findall(r"\| `bedside ([^`]+)` \|", README))
def test_every_command_it_shows_is_understood(command):
    assert _parser().parse_args(command.split()).command


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([A-Za-z][^):]*)\)", README))))
def test_every_file_it_points_at_exists(path):
    assert (ROOT / path).exists()
