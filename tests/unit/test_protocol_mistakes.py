"""Typical slips in a copy of JAKAHDI: each is one sentence with file and line, what is wrong, and how to mend it."""

from pathlib import Path
from shutil import copytree

import pytest

from bedside.errors import BedsideError
from bedside.protocol.loading import find_trial, load
from bedside.protocol.worked import failures
from tests.golden import FOLDER, same_as

GOLDEN = FOLDER / "protocol_mistakes.txt"
MAIN, LABORATORY, OUTCOMES = "protocol.yaml", "forms/laboratory.yaml", "patients/outcomes.yaml"

MISTAKES = {
    "a key misspelt": (MAIN, '    time_frame: {says: "At day 7", at: 75}', '    timeframe: {says: "At day 7", at: 75}'),
    "a key misspelt in a form": (LABORATORY, "    variable: ferritin\n", "    varable: ferritin\n"),
    "a key missing": (MAIN, "      fr: Hospitalisé en réanimation\n", ""),
    "two keys missing": (MAIN, "    E5: {says: Lactose intolerance;, at: 54, ", "    E5: {"),
    "a number for text": (MAIN, "version: \"1.0\"", "version: 1.0"),
    "text for a number": (MAIN, "      day: 28\n", "      day: twenty-eight\n"),
    "text for a list": (MAIN, "    visits: [D0, D7]", "    visits: D0, D7"),
    "yes for true": (MAIN, "    continuation: false\n", "    continuation: no\n"),
    "words where a place of the record belongs": (MAIN, "    at: 75\n", "    at: {en: line 75}\n"),
    "nothing after a colon": (MAIN, "    valid_for: P28D\n", "    valid_for:\n"),
    "a bad length of time": (MAIN, "      before: P3D\n", "      before: 3 days\n"),
    "a bad validity": (MAIN, "    valid_for: P28D\n", "    valid_for: 28 d\n"),
    "an id twice": (MAIN, "    E5: {says", "    E4: {says"),
    "an unknown variable": (LABORATORY, "    variable: ferritin\n", "    variable: feritin\n"),
    "a variable like nothing": (LABORATORY, "    variable: ferritin\n", "    variable: quux\n"),
    "a bad date": (MAIN, '  read: "2026-11-22"', '  read: "22/11/2026"'),
    "an unknown unit": (MAIN, "    value: 72 h\n", "    value: 72 hours\n"),
    "a number without a unit": (MAIN, "    value: 72 h\n", '    value: "72"\n'),
    "a tab": (MAIN, "    value: 72 h\n", "\tvalue: 72 h\n"),
    "a quote that is not closed": (MAIN, '    en: "SOFA at day 28"\n', '    en: "SOFA at day 28\n'),
    "a bracket that is not closed": (MAIN, "    visits: [D0, D7]\n", "    visits: [D0, D7\n"),
    "a colon inside text": (MAIN, "      en: In intensive care\n", "      en: In intensive care: now\n"),
    "a parameter that is not there": (MAIN, "below {moribund_life_expectancy}", "below {life_expectancy}"),
    "a parameter that is not there, in a form": ("forms/adverse_events.yaml", "Term of {ctcae}", "Term of {ctc}"),
    "a variable of its own without bounds": (MAIN, "    low: 1\n    high: 5\n", ""),
    "a variable of its own like one that there is": (MAIN, "  viral_infection: {", "  ferritin: {"),
    "a clock that no item starts": (
        "forms/adverse_events.yaml", "  aware: aware_at\n", "  aware: aware_when\n",
    ),
    "an adverse event form that names no such item": (
        "forms/adverse_events.yaml", "  ended: ended\n", "  ended: stopped\n",
    ),
    "a meaning of no such choice": (
        "forms/adverse_events.yaml", "means: {related: related,", "means: {linked: related,",
    ),
    "a form that cannot be up to date": (
        "forms/sofa_day.yaml", "[organ_support, vasoactive_drugs]", "[organ_support, laboratory]",
    ),
    "up to date without a time": (
        "forms/sofa_day.yaml", "    time: taken_at\n    up_to_date:", "    up_to_date:",
    ),
    "a span of no time": (
        "forms/sofa_day.yaml", "    kind: \"date and time\"\n    covers: P1D", "    kind: date\n    covers: P1D",
    ),
    "a span that is no length": ("forms/sofa_day.yaml", "    covers: P1D\n", "    covers: 24 h\n"),
    "a dose in a unit that is none of the product": (
        "forms/ruxolitinib.yaml", "    units: [mg]\n", "    units: [mL]\n",
    ),
    "an event that ends what does not last": (MAIN, "      ends: icu_stay\n", "      ends: ferritin\n"),
    "a worked patient's outcome misspelt": (OUTCOMES, "S4: \"480 h", "S44: \"480 h"),
    "a worked patient's time without its cause": (OUTCOMES, '"216 h, left_intensive_care"', '"216 h"'),
    "a worked patient's outcome that differs": (OUTCOMES, '"216 h, left_', '"217 h, left_'),
    "a worked patient's verdict that is none": (OUTCOMES, "S9: met", "S9: perhaps"),
    "a worked patient of whom nothing is said": (OUTCOMES, "    outcomes: {S2: \"216 h, death\"}\n", ""),
}  # fmt: skip


def told(folder: Path) -> str:
    try:
        protocol = load(folder)
    except BedsideError as error:
        return str(error)
    return "\n    ".join(failures(folder, protocol))


def test_each_slip_is_said_in_one_sentence_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    lines = []
    for i, (name, (file, old, new)) in enumerate(MISTAKES.items()):
        folder = tmp_path / str(i) / "jakahdi"
        copytree(find_trial("jakahdi"), folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, name
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        lines.append(f"{name}\n    {told(folder)}".replace(f"{folder.parent}/", ""))
    same_as("protocol_mistakes.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", MISTAKES)
def test_the_line_that_is_named_holds_the_slip(name: str) -> None:
    """Read off the golden text: the line named is within a line of what was changed."""
    file, old, _ = MISTAKES[name]
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    place = lines[lines.index(name) + 1].strip().split(": ", 1)[0]
    text = (find_trial("jakahdi") / file).read_text(encoding="utf-8")
    changed = text[: text.index(old)].count("\n") + 1
    assert place.startswith(f"jakahdi/{file}:")
    assert 0 <= changed - int(place.rsplit(":", 1)[1]) <= 6 or int(place.rsplit(":", 1)[1]) - changed in (1, 2)


def test_a_first_administration_that_is_asked_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "jakahdi"
    copytree(find_trial("jakahdi"), folder)
    form = folder / "forms" / "adverse_events.yaml"
    text = form.read_text(encoding="utf-8").replace("item: given_at}", "item: taken_at}")
    form.write_text(text, encoding="utf-8")
    assert "no form item is called “ruxolitinib.taken_at”, the first administration of adverse_events" in told(folder)
