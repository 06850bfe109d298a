"""What a command tells of itself: `golden/command_help.txt` holds it word for word."""

from __future__ import annotations

import re

import pytest

from tests.golden import same_as
from tests.unit.commands.asking import Output, called

HELPS = (
    "", "demo", "screen", "explain", "score", "score compare", "feasibility", "source", "source check", "virtual",
    "protocol", "protocol check", "protocol show", "protocol diff", "protocol in-force", "protocol import",
    "design", "sap", "analyse", "report", "dsmb",
    "study", "study create", "study amend", "study attach-results", "study migrate", "serve",
)  # fmt: skip


def test_help_texts(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    texts = []
    for command in HELPS:
        assert called([*command.split(), "--help"]) == 0
        texts.append(f"# bedside {command}".rstrip() + f"\n{capsys.readouterr().out}")
    same_as("command_help.txt", "\n".join(texts))


def test_every_command_shows_an_example_and_the_program_says_what_it_is_not(capsys: Output) -> None:
    for command in HELPS:
        called([*command.split(), "--help"])
        said = " ".join(capsys.readouterr().out.split())
        if command:
            assert re.search(rf"Examples?: bedside {command} ", f"{said} "), command
            assert len(said.split(" options: ")[0]) > 250, f"{command}: what it does is hardly told"
    called(["--help"])
    assert "not a medical device" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("command", "says"), [([], "bedside demo"), (["protocol"], "in-force")])
def test_without_a_command_the_help_is_shown(command: list[str], says: str, capsys: Output) -> None:
    assert called(command) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert "usage:" in told.err


def test_another_command_is_refused(capsys: Output) -> None:
    """The words are argparse's own, and differ from one Python to the next."""
    assert called(["scren"]) == 2
    assert "scren" in capsys.readouterr().err
