"""A protocol told to people: the golden prose of the tiny trial, and what every telling must hold."""

import html.parser
from pathlib import Path

import pytest

from bedside.errors import UsageError
from bedside.protocol.loading import load, shipped
from bedside.protocol.telling import page, prose
from tests.unit.tiny_trial import write_trial

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_prose_of_the_tiny_trial(tmp_path: Path, language: str) -> None:
    protocol = load(write_trial(tmp_path))
    told = prose(protocol, language).replace(protocol.hash[:16], "(hash)")
    assert told == (GOLDEN / f"protocol_prose_{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("trial", shipped())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_of_the_record_and_every_assumption_is_told(trial: str, language: str) -> None:
    protocol = load(trial)
    told = prose(protocol, language)
    for criterion in protocol.criteria:
        assert criterion.sentence in told and criterion.text.say(language) in told
    for outcome in protocol.outcomes:
        assert outcome.said.text in told
    for assumption in protocol.assumptions:
        assert assumption.question.say(language) in told and assumption.taken.say(language) in told


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        held = dict(attrs)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [held["href"] or ""] if "href" in held else []
        self.loaded += [value or "" for name, value in attrs if name == "src"]
        assert tag not in ("script", "link", "img", "iframe")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_whole_well_formed_and_needs_no_network(language: str) -> None:
    text = page(load("jakahdi"), language)
    reader = _Reader()
    reader.feed(text)
    assert reader.open == [] and reader.loaded == []
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.links and all(link[0] == "#" and link[1:] in reader.ids for link in reader.links)
    assert f'<html lang="{language}">' in text and "http" not in text.replace("doi:", "")
    assert "&lt; 48 hours" in text


def test_page_and_prose_hold_the_same_criteria() -> None:
    protocol = load("jakahdi")
    told = page(protocol, "en")
    assert all(f'id="{criterion.id}"' in told for criterion in protocol.criteria)


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no text in “de”\. Choose among: en, fr\."):
        prose(load(write_trial(tmp_path)), "de")
