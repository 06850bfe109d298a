"""What in a free text may be somebody's identity: heuristics, read before it is kept.

They warn and ask; they never prove that a text is clean. Found are:
- a name: a title (Mr, Mme, Dr, Pr, Prof, Monsieur ...) before a capitalised word, or a word in capitals beside a
  capitalised one (`DUPONT Marie`, `Marie DUPONT`), or in capitals after `patient` or before what only people do
  (`DURAND a été vu`), abbreviations of the ward excepted; without either, by where it stands (`persons`);
- a French national number (NIR): sex, year, month, place of birth (2A and 2B in Corsica) and order, 13 in all, with or
  without its key of two, `97 − (number mod 97)` (INSEE, Répertoire national d'identification). A key that is wrong is a
  slip of the pen, and the number is still somebody's: it is found whatever its key, however it is spaced. Without a key
  and in one piece it is found as a long number;
- a telephone number: ten digits from 01 to 09, or +33 and nine;
- an e-mail address;
- a hospital number: seven digits or more in a row, spaced or not; or fewer after what announces one (`IPP`, `NIP`,
  `NDA`, `MRN`, `dossier n°`, `hospital number`), five where it may be a dose (IPP is also a class of drugs), else four;
- a full birth date: a day, month (a number or a word) and year after `born`, `né(e) le`, `DOB`, `DDN`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bedside.conduct.privacy.persons import ACTS, CAPITAL, NAMES, WORD, is_person
from bedside.values.wording import Text

KINDS = {
    "name": Text("a name", "un nom"),
    "national_number": Text("a national number", "un numéro de sécurité sociale"),
    "telephone": Text("a telephone number", "un numéro de téléphone"),
    "email": Text("an e-mail address", "une adresse électronique"),
    "birth_date": Text("a birth date", "une date de naissance"),
    "hospital_number": Text("a hospital number", "un numéro d’hôpital"),
}

_SHOUTED = rf"{CAPITAL}{{3,}}(?:[-'’ ]{CAPITAL}{{3,}})?"
_LAST = rf"{CAPITAL}{{4,}}(?:[-'’ ]{CAPITAL}{{4,}})?"
_CRIED = rf"{CAPITAL}{{5,}}(?:[-'’]{CAPITAL}{{3,}})?"
_LOUD = rf"{CAPITAL}{{2,}}(?:[-'’ ]{CAPITAL}{{2,}})*"
_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mme|Mlle|Mle|M|Dr|Docteur|Doctor|Pr|Prof|Professeur|Professor|Monsieur|Madame|Mademoiselle)"
)
_NAME = re.compile(
    rf"\b{_TITLE}\b\.?\s+(?:{_LOUD}|{WORD})(?:\s+(?:{_LOUD}|{WORD}))?"
    rf"|\b(?:{_SHOUTED})\s+{WORD}(?=\W|$)"
    rf"|\b{WORD}\s+{_LAST}(?=\W|$)"
    rf"|\b(?i:patiente?|malade|famille|family)\s+{_CRIED}(?=\W|$)|\b{_CRIED}(?=\s+{ACTS})"
)
_GAP = r"[\s.\u00b7/-]{0,3}"
_NIR = re.compile(
    rf"(?<![\d.,])[1-478]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[235-9]\d|4[0-2]){_GAP}(?:\d\d|2[ABab]){_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"(?:{_GAP}(?:\(?(?:clé|cle|key)\s*:?\s*)?\d\d\)?)?(?!\d|[.,]\d)"
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
_OF_PATIENT = r"(?:dossier|séjour|patient|venue|admission|hospitalisation)"
_ANNOUNCED = re.compile(
    r"\b(?:(?:IPP|NIP|NDA|IEP|NIPP|ipp|nip|nda|iep)(?:\s*(?:n[°ºo]|no\.?))?\s*[:=#]?\s*(?:n[°º]\s*)?"
    r"[A-Z]{0,3}-?\d(?:[ .-]?\d){4,}"
    r"|(?i:MRN|(?:hospital|record|chart|file|patient|admission|stay)\s+(?:number|no\.?|id|identifier|nr\.?|#)"
    rf"|{_OF_PATIENT}\s+(?:n[°ºo]\.?|num[ée]ro|nº)|(?:n[°º]|num[ée]ro)\s+(?:d[eu]\s+)?{_OF_PATIENT})"
    r"\s*(?:is|est|:|=|#)?\s*[A-Z]{0,3}-?\d(?:[ .-]?\d){3,})(?![\w%]|[.,]\d|\s*(?:mg|g|µg|ml|UI|IU|h|j|d)\b)"
)
_NO_NAME = frozenset(
    """
    SOFA HLH HSCORE CMV EBV HIV VIH HHV PCR IRM MRI CT TDM ECMO ICU SAMU SMUR USI KTC VVC PICC IGRA HBS HBC LBA BAL
    ECBU AST ALT ASAT ALAT LDH CRP NFS CBC CYP CTCAE SARS COVID VNI OHD IOT EER CVVH CVVHD CVVHDF IVIG IVIGS
    NK MAP PAM FIO GCS BLSE SARM MRSA VRE KPC PET SCANNER STOP OUI NON YES
    APACHE SAPS IGS SEPSIS INTUBE INTUBÉ INTUBÉE SEDATE SÉDATÉ STABLE DECEDE DÉCÉDÉ DÉCÉDÉE TROPONINE PROCALCITONINE
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
    for kind, pattern, accepts in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if accepts(match) and not any(start < after and before < end for before, after, _ in found):
                found.append((start, end, Found(kind, match[0].strip())))
    return [each for *_, each in sorted(found, key=lambda row: row[:2])]


def said(found: Iterable[Found]) -> Text:
    """What was found, in words: `a name (“Dr Dupont”), a telephone number (“06 12 34 56 78”)`."""
    held = list(found)
    return Text(*(", ".join(f"{KINDS[f.kind].say(of)} (“{f.text}”)" for f in held) for of in ("en", "fr")))


def _titled(match: re.Match[str]) -> bool:
    return not any(word.rstrip(".") in _NO_NAME for word in match[0].split())


def _parted_or_keyed(match: re.Match[str]) -> bool:
    """Not thirteen digits in one piece, which may be any long number."""
    return not re.fullmatch(r"\d{13}", match[0])


def _no_date(match: re.Match[str]) -> bool:
    """No day, month and year parted by spaces."""
    return not re.fullmatch(r"\d\d? \d\d? (?:19|20)\d\d|(?:19|20)\d\d \d\d \d\d", match[0])


def _named(match: re.Match[str]) -> bool:
    return is_person(next(filter(None, match.groups())))


_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    ("email", _EMAIL, bool), ("birth_date", _BORN, bool), ("national_number", _NIR, _parted_or_keyed),
    ("telephone", _TELEPHONE, bool), ("hospital_number", _ANNOUNCED, bool), ("hospital_number", _LONG, _no_date),
    ("name", _NAME, _titled), ("name", NAMES, _named),
)  # fmt: skip
