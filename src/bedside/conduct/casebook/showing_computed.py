"""A computed item as its page shows it: what it comes to, its parts, what is missing, how it was worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bedside.conduct.casebook.computing import NotYet, Worked, endpoint_of
from bedside.conduct.casebook.models import Computed
from bedside.conduct.casebook.reading import zone
from bedside.conduct.frame.words import language
from bedside.protocol.form_words import worded
from bedside.protocol.model import Item, Protocol
from bedside.rules.meaning import Meaning
from bedside.rules.text import Line, said_unknown, said_until, tell
from bedside.rules.words import said_value
from bedside.values.wording import LANGUAGES, Text

INCLUSION = Text("inclusion", "l’inclusion")


@dataclass(frozen=True)
class Part:
    """A part of a computed item."""

    text: Text
    value: Text
    known: bool
    elsewhere: Sequence[Text] = ()
    """What it stands on that another form or a source says (`origins`)."""


@dataclass(frozen=True)
class Output:
    """A computed item on the page; `needs` says what must be filled first (None: nothing; else its words)."""

    item: Item
    value: Text | None = None
    known: bool = False
    parts: Sequence[Part] = ()
    missing: Text | None = None
    trace: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    kept: Computed | None = None
    needs: Text | None = None
    kind: str = "computed"
    hidden: bool = False

    @property
    def lines(self) -> Sequence[Any]:
        """How it was worked out, in the reader's language; deeper levels than nine look the same."""
        return [Line(min(line.level, 9), line.text) for line in self.trace.get(language(), ())]

    @property
    def parts_known(self) -> int:
        """How many of its parts are known."""
        return sum(part.known for part in self.parts)


def output_of(
    protocol: Protocol, worked: Worked | NotYet, item: Item, kept: Computed | None, hidden: bool,
    origins: Callable[[Meaning], Sequence[Text]],
) -> Output:  # fmt: skip
    """The answer of a rule beside the version that is `kept`; or what must be filled first.

    `origins` says what a part stands on beside the form; an outcome is of several days, and each part of one by name.
    """
    if isinstance(worked, NotYet):
        return Output(item, needs=worked.needs.text if worked.needs else INCLUSION, hidden=hidden)
    meaning = worked.meaning
    said = partial(worded, protocol)
    outcome = endpoint_of(protocol, worked.item)
    asked = worked.parts if outcome else (meaning,)
    return Output(
        worked.item, _said(meaning), meaning.value.known,
        [Part(name, _said(part), part.value.known, () if outcome else origins(part))
         for name, part in zip(worked.names, worked.parts, strict=True)],
        _missing(protocol, asked),
        {to: [line for each in asked for line in tell(each, to, zone=zone(), worded=said)] for to in LANGUAGES},
        kept, None, hidden=hidden,
    )  # fmt: skip


def _said(meaning: Meaning) -> Text:
    rule, value = meaning.rule, meaning.value
    return Text(*(said_value(value, rule.unit, rule.truth, language) for language in ("en", "fr")))


def _missing(protocol: Protocol, meanings: Sequence[Meaning]) -> Text | None:
    found: dict[tuple[str, str], Text] = {}
    until = said_until(*meanings)
    for meaning in meanings:
        for each in meaning.unknown:
            variable = protocol.vocabulary.get(each.name)
            said = (said_unknown(each, variable, until, language, zone()) for language in ("en", "fr"))
            found.setdefault((each.name, each.because.value), Text(*said))
    if not found:
        return None
    return Text("; ".join(each.en for each in found.values()), "\u202f; ".join(each.fr for each in found.values()))
