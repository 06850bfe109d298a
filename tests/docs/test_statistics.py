"""The statistician's guide says what is true: its examples print what it shows, its commands what it quotes of them."""

import contextlib
import io
import re
from typing import Any

import pytest

from bedside.__main__ import main
from tests.needs import ROOT

PAGES = sorted((ROOT / "docs" / "statistics").glob("*.md"))
EXAMPLE = re.compile(r"```python\n(.*?)```\n```\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"```\nbedside (.*?)\n```\n```\n(.*?)```", re.DOTALL)


def printed(run: Any) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run()
    return out.getvalue()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_print_what_is_shown(page: Any) -> None:
    """One after the other, each going on from the last."""
    names: dict[str, Any] = {}
    found = EXAMPLE.findall(page.read_text(encoding="utf-8"))
    assert found
    for code, shown in found:
        assert printed(lambda code=code: exec(compile(code, str(page), "exec"), names)) == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_print_the_lines_that_are_quoted(page: Any) -> None:
    for command, quoted in COMMAND.findall(page.read_text(encoding="utf-8")):
        lines = printed(lambda command=command: main(command.split())).replace("\u00a0", " ").splitlines()
        assert [line for line in lines if line in quoted.splitlines()] == quoted.splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_it_points_at_exists(page: Any) -> None:
    for path in re.findall(r"\]\(([A-Za-z.][^):]*)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / path).exists(), path
