"""The page: self-contained, escaped, in both languages, and plain about what it is not."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest

from bedside.report import words
from bedside.report.html import render
from bedside.report.pages import TraceLine
from bedside.rules.words import LANGUAGES
from tests.golden import same_as
from tests.unit.sample_report import UNIT, ZERO, report

TEMPLATES = Path(words.__file__).parent / "templates"
FOR_OTHER_ROOMS = ("paper.html", "pieces.html")
"""These speak with the words of the room whose page they carry."""


class Reading(HTMLParser):
    """The text of each language half, the ids, the links, and tags left open."""

    VOID = frozenset({"meta", "input", "br", "link", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts = 0
        self.text: dict[str, list[str]] = {"en": [], "fr": []}
        self.half = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag == "a":
            self.links.append(str(held.get("href")))
        self.scripts += tag == "script"
        if tag == "main":
            self.half = str(held["lang"])

    def handle_data(self, data: str) -> None:
        if self.half and data.strip():
            self.text[self.half].append(data.strip())


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    return reading


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    html = render(report())
    assert not re.findall(r"https?://", html)
    assert not re.findall(r"<link|@import|url\((?!#)|\bsrc=|fetch\(|XMLHttp", html)


def test_what_a_source_says_is_text_and_never_markup() -> None:
    html = render(report())
    assert UNIT not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in html
    assert read(html).scripts == 1


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    reading = read(render(report()))
    assert len(reading.ids) == len(set(reading.ids))
    assert {link.removeprefix("#") for link in reading.links} <= set(reading.ids)
    assert "en-stay-S-1.2f.a" in reading.ids


def test_people_who_do_not_exist_are_called_so_in_the_title_and_on_every_page() -> None:
    html = render(report())
    assert "<title>Not real patients · " in html
    assert html.count('<p class="not-real">') == 2 * (1 + len(report().patients))
    assert "not-real" not in render(report(not_real=False)).split("</style>")[1]


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "en",
            [
                "Research software, not a medical device, not for treatment decisions.",
                "cannot tell",
                "3–7",
                "3 rows read",
            ],
        ),
        (
            "fr",
            [
                "Logiciel de recherche, pas un dispositif médical, ne sert pas à décider d’un traitement.",
                "indéterminé",
                "lues 3",
            ],
        ),
    ],
)
def test_each_half_speaks_its_language(language: str, phrases: list[str]) -> None:
    text = " ".join(read(render(report())).text[language])
    assert all(phrase in text for phrase in phrases)
    assert ("ferritin" if language == "fr" else "ferritine") not in re.findall(r"\w+", text)


def test_what_is_left_out_is_counted() -> None:
    text = " ".join(read(render(report())).text["en"])
    assert "Not listed here, though screened: 3." in text
    assert "1 of the 2 stays listed have a page" in text


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "en",
            [
                "to be a candidate",
                "To find out, to settle it",
                "To find out, to be a candidate",
                "To find out, to be eligible: 4 things",
                "ferritin; splenomegaly (yes/no); spleen · and 1 more liver",
            ],
        ),
        (
            "fr",
            [
                "pour être candidat",
                "À déterminer pour trancher",
                "À déterminer pour être candidat",
                "À déterminer pour être éligible : 4 éléments",
                "ferritine ; splénomégalie (oui/non) ; rate · et 1 de plus foie",
            ],
        ),
    ],
)
def test_what_could_make_it_a_yes_stands_beside_what_settles_it(language: str, phrases: list[str]) -> None:
    text = " ".join(" ".join(read(render(report())).text[language]).split())
    for cost in ("effort 4", "effort 7"):
        text = text.replace(f" {cost}", " ·")
    assert [phrase for phrase in phrases if phrase not in text] == []


def test_what_settles_it_is_not_said_twice() -> None:
    one = report()
    same = replace(one.rows[0], data_to_qualify=one.rows[0].data_lacking, to_qualify=one.rows[0].lacking)
    text = " ".join(read(render(replace(one, rows=(same,), patients=()))).text["en"])
    assert "to be a candidate" not in text


@pytest.mark.parametrize(
    ("language", "reasons", "ended"),
    [
        ("en", ["I1 not met: Adult", "E1 Moribund"], "left 2100-01-01"),
        ("fr", ["I1 non rempli\u00a0: Adulte", "E1 Moribond"], "sorti le 2100-01-01"),
    ],
)
def test_a_stay_that_is_out_says_which_criteria_bar_it_and_one_that_has_ended_when(
    language: str, reasons: list[str], ended: str
) -> None:
    """Also without a page of its own."""
    one = report()
    texts = read(render(replace(one, rows=one.rows[1:], patients=()))).text[language]
    assert "I1, E1" in texts
    assert "I1" in texts, "by hospital data, I1 alone bars"
    assert [text for text in texts if text in reasons][:2] == reasons, "the row, before the flow"
    assert ended in texts
    assert ended not in read(render(replace(one, rows=one.rows[:1]))).text[language]
    died = replace(one.rows[1], died=True)
    day = "died 2100-01-01" if language == "en" else "décès le 2100-01-01"
    assert day in read(render(replace(one, rows=(died,)))).text[language]


def test_a_stay_that_no_criterion_bars_by_itself_says_so() -> None:
    one = report()
    html = render(replace(one, rows=(replace(one.rows[1], bars=(), data_bars=()),), patients=()))
    assert "no single criterion" in read(html).text["en"]


def test_those_who_are_there_can_be_picked_where_others_have_left() -> None:
    one = report()
    assert render(one).count('data-filter="present"') == 2
    assert 'data-filter="present"' not in render(replace(one, rows=one.rows[:1]))


def test_a_list_of_one_moment_says_which() -> None:
    text = read(render(replace(report(), at_us=ZERO))).text["fr"]
    assert any(said.startswith("Les séjours en cours le 2100-01-01 00:00 UTC") for said in text)


def test_every_level_of_a_reason_is_indented() -> None:
    one = report()
    deep = tuple((language, tuple(TraceLine(level, "x") for level in range(41))) for language in LANGUAGES)
    criteria = (replace(one.patients[0].criteria[0], trace=deep),)
    html = render(replace(one, patients=(replace(one.patients[0], criteria=criteria),)))
    asked = set(re.findall(r'<li class="l(\d+)"', html)) - {"0"}
    assert asked == {str(level) for level in range(1, 41)}
    assert asked <= set(re.findall(r"\.l(\d+)\{--l:\1\}", html))


def test_a_report_of_nobody_still_renders() -> None:
    html = render(replace(report(), rows=(), patients=(), flows=(), stays=0, imported=()))
    assert "No import report was kept." in html


def test_every_phrase_stands_in_both_languages_with_the_same_parts() -> None:
    for key, text in words.WORDS.items():
        parts = [{name for _, name, _, _ in Formatter().parse(text.say(lang)) if name} for lang in LANGUAGES]
        assert text.en and text.fr, key
        assert parts[0] == parts[1], key


def test_the_templates_ask_for_no_phrase_that_is_missing_and_leave_none_unused() -> None:
    files = {*TEMPLATES.iterdir(), *TEMPLATES.parent.glob("*.py")} - {TEMPLATES / name for name in FOR_OTHER_ROOMS}
    held = "".join(file.read_text(encoding="utf-8") for file in files)
    plain = set(re.findall(r"""\bsay\(\s*(?:(?:self\.)?language,\s*)?["']([^"'{]+)["'][,)]""", held))
    assert plain <= set(words.WORDS)
    starts = ("as_of ", "by ", "flow ", "passed ", "exclusion ", "item ")
    asked_otherwise = {*words.TONES, "female", "male", "flow_excluded", "flow_open", "inclusion", "exclusion"}
    unused = [k for k in words.WORDS if k not in (plain | asked_otherwise) and not k.startswith(starts)]
    assert unused == []


def test_the_words_are_these() -> None:
    listed = [f"{key}\n  {text.en}\n  {text.fr}\n" for key, text in sorted(words.WORDS.items())]
    same_as("report_words.txt", "".join(listed))
