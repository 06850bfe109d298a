"""The pieces of an E2B(R3) message: elements with the number of the ICH guide before them, and how long each may be.

A text that is longer than its element allows, or that holds what no XML can, is refused and never cut: whoever reads
the report must read what was told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Comment, Element, SubElement

from bedside.errors import UsageError
from bedside.values.moment import Moment, to_datetime
from bedside.values.wording import Text

ICH = "2.16.840.1.113883.3.989.2.1"
OBSERVATIONS, COUNTRIES = f"{ICH}.1.19", "1.0.3166.1.2.2"
INTERACTIONS = "2.16.840.1.113883.1.6"
UNDETERMINED = "und"
"""ISO 639-2 of a text whose language nobody has said."""
LONGEST: Mapping[str, int] = {
    "N.1.2": 100, "N.1.3": 60, "N.2.r.1": 100, "N.2.r.2": 60, "C.1.1": 100, "C.1.8.1": 100, "C.2.r.2.1": 60,
    "C.3.2": 100, "C.5.1.r.1": 50, "C.5.2": 2000, "C.5.3": 50, "D.9.2.r.2": 250, "E.i.1.1a": 250,
    "G.k.2.2": 250, "G.k.4.r.1a": 8, "G.k.4.r.1b": 50, "G.k.4.r.8": 2000, "G.k.4.r.10.1": 60, "G.k.9.i.2.r.1": 60,
    "G.k.9.i.2.r.2": 60, "G.k.9.i.2.r.3": 60, "H.1": 100_000,
}  # fmt: skip
"""How many characters an element may hold (ICH E2B(R3) implementation guide, section 3.4, read in the table of data
elements that FDA publishes of it, 2026-11-28)."""
UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can hold (section 2.2)."""
TOO_LONG = Text(
    "“{start}…” is {length} characters long; element {number} of E2B(R3) allows {most}.",
    "«\u00a0{start}…\u00a0» compte {length} caractères\u00a0; l’élément {number} d’E2B(R3) en admet {most}.",
)
UNWRITABLE = Text(
    "element {number} of E2B(R3) would hold a character that no such file can hold.",
    "l’élément {number} d’E2B(R3) contiendrait un caractère qu’aucun fichier de ce type ne peut contenir.",
)
FILE = Text("E2B(R3) file", "fichier E2B(R3)")
TELL_AGAIN = Text(
    "Write it otherwise on the form, and tell a follow-up.",
    "Écrivez-le autrement dans le formulaire, et déclarez un suivi.",
)


def part(parent: Element, tag: str, number: str = "", **attributes: str) -> Element:
    """An element in its parent; its number in the guide stands before it as a comment."""
    if number:
        parent.append(Comment(f" {number} "))
    return SubElement(parent, tag, attributes)


def text(parent: Element, tag: str, number: str, held: str, **attributes: str) -> Element:
    """An element that holds a text. Raises UsageError for one that it cannot hold."""
    made = part(parent, tag, number, **attributes)
    made.text = fits(number, held)
    return made


def identifier(parent: Element, number: str, root: str, extension: str) -> None:
    """What something is called in a namespace. Raises UsageError where that is too long."""
    part(parent, "id", number, root=root, extension=fits(number, extension))


def value(parent: Element, kind: str, number: str = "", **attributes: str) -> Element:
    """A value of an HL7 data type (`CE`, `BL`, `PQ`, `ST`)."""
    return part(parent, "value", number, **{"xsi:type": kind, **attributes})


def observed(parent: Element, tag: str, code: str, number: str = "") -> Element:
    """An observation of a code of the ICH list, in its parent."""
    made = part(parent, tag, number, classCode="OBS", moodCode="EVN")
    part(made, "code", code=code, codeSystem=OBSERVATIONS)
    return made


def flag(held: bool | None) -> dict[str, str]:
    """Yes, no, or that there is no information."""
    return {"nullFlavor": "NI"} if held is None else {"value": str(held).lower()}


def country(parent: Element, tag: str, number: str, code: str, kind: str = "COUNTRY") -> None:
    """A place that is a country (ISO 3166-1 alpha-2)."""
    part(part(parent, tag, classCode=kind, determinerCode="INSTANCE"), "code", number, code=code, codeSystem=COUNTRIES)


def fits(number: str, held: str) -> str:
    """The text as it is. Raises UsageError where the element of this number cannot hold it."""
    name = number.split(":")[0]
    most = LONGEST.get(name, len(held))
    if len(held) > most:
        what = TOO_LONG.filled(start=held[:40], length=str(len(held)), number=name, most=str(most))
        raise UsageError(what, FILE, TELL_AGAIN)
    if UNSPEAKABLE.search(held):
        raise UsageError(UNWRITABLE.filled(number=name), FILE, TELL_AGAIN)
    return held


def stamp(at: Moment) -> str:
    """A moment as HL7 writes it, to the second, in UTC."""
    return to_datetime(at).strftime("%Y%m%d%H%M%S+0000")


def typed(when: str) -> str:
    """A typed day, month or year as it was typed, a time with its offset: nothing is completed (guide, appendix II)."""
    day, _, clock = when.partition("T")
    hours = "".join(each for each in clock[:5] if each.isdigit())
    offset = clock[-6:].replace(":", "") if hours and clock[-6:-5] in ("+", "-") else ""
    return f"{day.replace('-', '')}{hours}{offset}"
