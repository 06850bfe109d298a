"""A protocol told to people: the golden prose of the tiny trial, and what every telling must hold."""

import html
import html.parser
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bedside.errors import UsageError
from bedside.protocol import telling_words
from bedside.protocol.loading import load, shipped
from bedside.protocol.model import Protocol
from bedside.protocol.telling import page, prose
from bedside.rules import words as rule_words
from bedside.rules.nodes import Named, Node, walk
from bedside.rules.words import said_source
from bedside.values.wording import Text
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


WORD = re.compile(r"[^\W\d_]{2,}")
CITED = ("Intensive Care Med", "Pediatr Blood Cancer", "Arthritis Rheumatol", "ClinicalTrials.gov", "bedside")
"""Proper names that stand outside quotation marks."""


def _texts(thing: object) -> Iterator[Text]:
    """Every text in two languages inside a protocol, those of its rules and variables included."""
    if isinstance(thing, Text):
        yield thing
    elif isinstance(thing, Node):
        for node in walk(thing):
            if isinstance(node, Named) and node.text:
                yield Text(node.say("en"), node.say("fr"))
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from _texts(part)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from _texts(getattr(thing, each.name))


def _catalogue(protocol: Protocol) -> list[Text]:
    """All that we say: the words of tellings and of rules, the variables, the protocol's own texts."""
    said = list(_texts(protocol)) + list(telling_words.WORDS.values()) + list(telling_words.LINES.values())
    said += [text for pair in telling_words.USED.values() for text in pair]
    said += [Text(english, french) for english, french in telling_words.FRENCH_VALUES.items()]
    said += [Text(english, rule_words.WORDS["fr"][key]) for key, english in rule_words.WORDS["en"].items()]
    variables = list(protocol.vocabulary.values())
    said += [Text(variable.say("en"), variable.say("fr")) for variable in variables]
    said += [Text("checked line record entry read table restated", "")]
    said += [Text(line.name, "") for line in protocol.record.lines]
    said += [Text(variable.name.replace("_", " "), "") for variable in variables]
    said += [Text(each.name.replace("_", " "), "") for each in (*protocol.parameters, *protocol.assumptions)]
    return said


def _words(texts: list[str]) -> set[str]:
    return {word.casefold() for text in texts for word in WORD.findall(re.sub(r"[{]\w+[}]", "", text))}


def _unquoted(text: str) -> str:
    """What is ours: without the record's words in quotation marks, names of files, hashes and proper names."""
    bare = re.sub(r"«[^»]*»|\S+\.(?:txt|json|it|net)|\S*doi:\S+|vincent-\S+|SHA-256 [0-9a-f]+", " ", text)
    for name in CITED:
        bare = bare.replace(name, " ")
    return bare


@pytest.mark.parametrize("trial", shipped())
def test_no_english_word_of_ours_shows_in_french(trial: str) -> None:
    protocol = load(trial)
    catalogue = _catalogue(protocol)
    english = _words([text.en for text in catalogue]) - _words([text.fr for text in catalogue])
    assert {"criterion", "lowest", "records", "checked", "recruiting"} <= english
    told = prose(protocol, "fr")
    shown = re.sub(r"<[^>]*>", " ", html.unescape(re.sub(r"(?s)<head>.*</head>", "", page(protocol, "fr"))))
    for text in (told, shown):
        assert sorted(_words([_unquoted(text)]) & english) == []


def test_french_catches_what_is_not_translated() -> None:
    """The comparison sees a word of ours that stays English."""
    catalogue = _catalogue(load("jakahdi"))
    english = _words([text.en for text in catalogue]) - _words([text.fr for text in catalogue])
    for slip in ("parameter minimum_age", "target enrolment", "not required", "checked 2026-11", "norepinephrine"):
        assert _words([_unquoted(slip.replace("_", " "))]) & english, slip


@pytest.mark.parametrize(
    ("source", "french"),
    [
        ("NCT06244862 record, line 35, read 2026-11-22", "registre NCT06244862, ligne 35, lu le 2026-11-22"),
        ("Fardet 2014, Arthritis Rheumatol 66:2613, table 4", "Fardet 2014, Arthritis Rheumatol 66:2613, tableau 4"),
        ("x.org clinical trials registry, NCT1, checked 2026-11", "registre d’essais x.org, NCT1, vérifié en 2026-11"),
        ("a rule of bedside", "règle de bedside"),
        ("Med Rec 12:1, Record Line 2010", "Med Rec 12:1, Record Line 2010"),
    ],
)
def test_sources_in_french(source: str, french: str) -> None:
    assert said_source(source, "en") == source
    assert said_source(source, "fr") == french


@pytest.mark.parametrize("trial", shipped())
def test_every_fact_of_a_shipped_record_has_a_name_in_both_languages(trial: str) -> None:
    assert {line.name for line in load(trial).record.lines} <= set(telling_words.LINES)


@pytest.mark.parametrize(("language", "rows"), [
    ("en", (
        "Is she breastfeeding? | patient or relative | 7 d",
        "Is the patient moribund, with a life expectancy below 48\u00a0hours? | investigator | 48 h",
        "Is a hypersensitivity to ruxolitinib known? | investigator | ever",
    )),
    ("fr", (
        "Allaite-t-elle ? | patient ou proche | 7 j",
        "Le patient est-il moribond, avec une espérance de vie inférieure à 48\u00a0heures ? | investigateur | 48 h",
        "Une hypersensibilité au ruxolitinib est-elle connue ? | investigateur | toujours",
    )),
])  # fmt: skip
def test_each_question_is_told_with_who_answers_and_how_long_an_answer_counts(
    language: str, rows: tuple[str, ...]
) -> None:
    protocol = load("jakahdi")
    told = (
        prose(protocol, language).replace("\u00a0d |", " d |").replace("\u00a0j |", " j |").replace("\u00a0h |", " h |")
    )
    for row in rows:
        assert f"| {row} |" in told
    assert all(f"| {question.asked.say(language)} | " in told for question in protocol.questions)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_how_outcomes_are_worked_out_is_told(language: str) -> None:
    """Rules at their moments, and times to an end with their causes."""
    told = prose(load("jakahdi"), language).replace("\u00a0", " ")
    said = {
        "en": (
            "Time from inclusion, in hours, and which came first: death (dead (in force)) or discharge (not (stay in "
            "intensive care (in force))), up to 183 d.",
            "IL-6 at day 28 (31 d after inclusion): IL-6 (latest in 6 d).",
            "SOFA at inclusion (at inclusion): SOFA.",
        ),
        "fr": (
            "décès (décédé (en cours)) ou sortie (sorti de l’hôpital (en cours)), jusqu’à 183 j.",
            "IL-6 à J28 (31 j après l’inclusion) : IL-6 (dernière valeur sur 6 j).",
            "SOFA à l’inclusion (à l’inclusion) : SOFA.",
        ),
    }
    for sentence in said[language]:
        assert sentence in told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_heads_of_tables_begin_alike(language: str) -> None:
    heads = re.findall(r"(?m)^\| (.*) \|\n\| ---", prose(load("jakahdi"), language))
    assert len(heads) == 5
    assert all(head[0].isupper() for row in heads for head in row.split(" | "))
