"""What in a free text may be somebody's identity: heuristics, read before it is kept.

They warn and ask; they never prove that a text is clean. Found are:
- a name: a title (Mr, Mme, Dr, Pr, Prof, Monsieur ...) before a capitalised word, or a word in capitals beside a
  capitalised one (`DUPONT Marie`, `Marie DUPONT`), abbreviations of the ward excepted;
- a French national number (NIR): 13 digits beginning with 1 to 4, 7 or 8 and its key of two, `97 − (number mod 97)`,
  2A and 2B of Corsica counted as 19 and 18 (INSEE, Répertoire national d'identification); without key it is still found
  as a long number;
- a telephone number: ten digits from 01 to 09, or +33 and nine;
- an e-mail address;
- a hospital number: seven digits or more in a row, spaced in at most threes or not, that are no date of this form;
- a full birth date: a day, month (a number or a word) and year after `born`, `né(e) le`, `DOB`, `DDN`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.values.wording import Text

KINDS = {
    "name": Text("a name", "un nom"),
    "national_number": Text("a national number", "un numéro de sécurité sociale"),
    "telephone": Text("a telephone number", "un numéro de téléphone"),
    "email": Text("an e-mail address", "une adresse électronique"),
    "birth_date": Text("a birth date", "une date de naissance"),
    "hospital_number": Text("a hospital number", "un numéro d’hôpital"),
}

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_SMALL = r"[a-zß-öø-ÿ]"
_WORD = rf"{_CAPITAL}(?:{_SMALL}|['’-]){{1,}}(?:-{_CAPITAL}{_SMALL}+)?"
_SHOUTED = rf"{_CAPITAL}{{3,}}(?:[-'’ ]{_CAPITAL}{{3,}})?"
_LAST = rf"{_CAPITAL}{{4,}}(?:[-'’ ]{_CAPITAL}{{4,}})?"
_LOUD = rf"{_CAPITAL}{{2,}}(?:[-'’ ]{_CAPITAL}{{2,}})*"
_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mme|Mlle|Mle|M|Dr|Docteur|Doctor|Pr|Prof|Professeur|Professor|Monsieur|Madame|Mademoiselle)"
)
_NAME = re.compile(
    rf"\b{_TITLE}\b\.?\s+(?:{_LOUD}|{_WORD})(?:\s+(?:{_LOUD}|{_WORD}))?"
    rf"|\b(?:{_SHOUTED})\s+{_WORD}(?=\W|$)"
    rf"|\b{_WORD}\s+{_LAST}(?=\W|$)"
)
_NIR = re.compile(
    r"(?<!\d)[1-478][\s.-]?\d\d[\s.-]?\d\d[\s.-]?(?:\d\d|2[ABab])[\s.-]?\d{3}[\s.-]?\d{3}[\s./-]{0,3}\d\d(?!\d)"
)
_TELEPHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)33[\s.-]?(?:\(0\))?[1-9]|0[1-9])(?:[\s.-]?\d\d){4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MONTH = r"(?:jan|f[ée]v|feb|mar|avr|apr|mai|may|jui|jun|jul|ao[uû]|aug|sep|oct|nov|d[ée]c)[a-zéû]*\.?"
_BORN = re.compile(
    r"\b(?:born|n[ée]e?(?:\(e\))?\s+le|DOB|DDN|date of birth|date de naissance)\b[\s:]*(?:on\s+)?"
    rf"(?:\d{{1,2}}(?:er|st|nd|rd|th)?[\s/.-](?:\d{{1,2}}|{_MONTH})[\s/.-]\d{{2,4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{4}}-\d\d-\d\d)",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\d.,])\d(?:[ ]?\d){6,}(?![\d.,]?\d)")
_NO_NAME = frozenset(
    """
    SOFA HLH HSCORE CMV EBV HIV VIH HHV PCR IRM MRI CT TDM ECMO ICU SAMU SMUR USI KTC VVC PICC IGRA HBS HBC LBA BAL
    ECBU AST ALT ASAT ALAT LDH CRP NFS CBC CYP CTCAE SARS COVID VNI OHD IOT EER CVVH CVVHD CVVHDF IVIG IVIGS
    NK MAP PAM FIO GCS BLSE SARM MRSA VRE KPC PET SCANNER STOP OUI NON YES
    APACHE SAPS IGS
    """.split()  # noqa: SIM905 - one name a line would hide the list
)


@dataclass(frozen=True)
class Found:
    """Something that may identify somebody: its kind (a key of KINDS) and the text itself."""

    kind: str
    text: str


def scan(text: str) -> list[Found]:
    """What may identify somebody, in the order of the text; of two that overlap the one named first here is kept."""
    found: list[tuple[int, int, Found]] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            start, end = match.span()
            held = _ACCEPT.get(kind, bool)(match[0])
            if held and not any(start < other_end and other_start < end for other_start, other_end, _ in found):
                found.append((start, end, Found(kind, match[0].strip())))
    return [each for *_, each in sorted(found, key=lambda row: row[:2])]


def said(found: Iterable[Found]) -> Text:
    """What was found, in words: `a name (“Dr Dupont”), a telephone number (“06 12 34 56 78”)`."""
    held = list(found)
    return Text(*(", ".join(f"{KINDS[f.kind].say(of)} (“{f.text}”)" for f in held) for of in ("en", "fr")))


def nir_is_valid(text: str) -> bool:
    """Whether fifteen characters are a French national number with its own key."""
    held = re.sub(r"[\s./-]", "", text).upper()
    if not re.fullmatch(r"\d{5}(?:\d\d|2[AB])\d{8}", held):
        return False
    number = int(held[:13].replace("2A", "19").replace("2B", "18"))
    return int(held[13:]) == 97 - number % 97


def _is_name(text: str) -> bool:
    return not any(word.rstrip(".") in _NO_NAME for word in text.split())


_PATTERNS = {
    "email": _EMAIL,
    "birth_date": _BORN,
    "national_number": _NIR,
    "telephone": _TELEPHONE,
    "hospital_number": _LONG,
    "name": _NAME,
}
_ACCEPT = {"national_number": nir_is_valid, "name": _is_name}
