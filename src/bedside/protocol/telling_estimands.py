"""What a protocol says of its analysis, told to people: sets and baseline, and each estimand with its attributes."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.estimands import Estimand, Promised
from bedside.protocol.model import Protocol
from bedside.protocol.quoting import said_parameter
from bedside.protocol.telling_words import WORDS
from bedside.rules.words import colon
from bedside.values.wording import Text


def promised_facts(protocol: Protocol, held: Promised, language: str) -> tuple[str, ...]:
    """The lines on analysis sets, the beginning of treatment and the baseline."""
    facts = [("estimand_set", Text.joined(". ", (each.text, each.more))) for each in held.sets]
    lines = [_line(key, told, language) for key, told in facts]
    if held.first_dose:
        form, _, item = held.first_dose.partition(".")
        given = Text.joined(", ", (protocol.form(form).text, protocol.form(form).item(item).text))
        lines.append(_line("estimand_first_dose", _dotted(given), language))
    if held.baseline:
        span = said_parameter(protocol.parameter(held.baseline.window).value, language)
        ends = (
            f"{protocol.vocabulary[name].say(language)} ({WORDS[f'estimand_{end}'].say(language)})"
            for name, end in held.baseline.worst
        )
        lines.append(f"{WORDS['estimand_baseline'].say(language)} {span}{colon(language)}{', '.join(ends)}.")
    return tuple(lines)


def estimand_facts(held: Promised, estimand: Estimand, language: str) -> tuple[str, ...]:
    """The lines on one estimand: its five attributes, its analyses, and what they rest on."""
    return tuple(f"{name.say(language)}{colon(language)}{told.say(language)}" for name, told in told_of(held, estimand))


def told_of(held: Promised, estimand: Estimand) -> Iterator[tuple[Text, Text]]:
    """What there is to say of an estimand, each with its head."""
    yield WORDS["estimand_population"], _dotted(estimand.population)
    yield WORDS["estimand_treatment"], _dotted(estimand.treatment)
    yield WORDS["estimand_variable"], _dotted(estimand.variable)
    for each in estimand.events:
        event = next(one.text for one in held.intercurrent if one.id == each.event)
        strategy = WORDS[f"strategy {each.strategy}"]
        yield Text(f"{event.en} ({strategy.en})", f"{event.fr} ({strategy.fr})"), each.text
    yield WORDS["estimand_measure"], estimand.measure
    yield WORDS["estimand_analysis"], estimand.analysis
    if estimand.missing:
        yield WORDS["estimand_missing"], estimand.missing
    if estimand.sensitivity:
        listed = Text("; ".join(each.text.en for each in estimand.sensitivity),
                      "\u202f; ".join(each.text.fr for each in estimand.sensitivity))  # fmt: skip
        yield WORDS["estimand_sensitivity"], _dotted(listed)
    for beside in held.supplementary(estimand):
        yield WORDS["estimand_supplementary"], beside
    yield WORDS["estimand_rests_on"], estimand.rests_on


def _line(key: str, told: Text, language: str) -> str:
    return f"{WORDS[key].say(language)}{colon(language)}{told.say(language)}"


def _dotted(told: Text) -> Text:
    """The words as a sentence ends."""
    return Text(*(f"{words.rstrip('.')}." for words in (told.en, told.fr)))
