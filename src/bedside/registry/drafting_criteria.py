"""From the eligibility sentences of a record to proposed criteria: a rule where all is understood, else a question.

Each sentence becomes one criterion, its nested bullets its parts. Nothing is dropped: what no rule says is asked
of a person, in the record's own words. A proposal never says more than the sentence: under a heading such as
"For parents:" and beside words such as "or", "unless" and "history of" nothing is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from bedside.records.dictionary import dictionary
from bedside.registry.drafting_clauses import Bound, Clause, age_bound, patterns, plain_words, understood
from bedside.registry.record import RegistryRecord, Sentence
from bedside.values.variable import Answerer, Kind

FEMALE = "female"
_NO_CRITERION = re.compile(
    r"\W*(?:no|none|nil|n/?a|null|missing|unknown|undefined|tb[acd]|no (?:inclusion|exclusion|eligibility|criteri\w+)"
    r"(?: criteri\w+)?|(?:none|not|no data)(?: yet)? (?:applicable|available|provided|specified|stated|given|known"
    r"|defined)|to be (?:announced|completed|confirmed|defined|determined))?\W*",
    re.IGNORECASE,
)
"""Words that fill the field and state no criterion."""
_ELSEWHERE = re.compile(
    r"\W*(?:please\s|see\s|refer to\s|(?:as )?described in\s|available (?:on|upon)\s).*", re.IGNORECASE | re.DOTALL
)
"""Words that send the reader elsewhere: where no other words stand, no criterion is stated."""
_YEARS = re.compile(r"([1-9]\d{0,2})\s*years?", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A question of the draft: its name, who answers it, and the record's words that it asks about.

    `exactly` is the age in years about which alone it is asked ("older than 18": of who is 18), if any.
    """

    name: str
    answerer: Answerer
    words: str
    exactly: str = ""


@dataclass(frozen=True)
class DraftCriterion:
    """A proposed criterion. `rule`, `data` and `condition` are Python for criteria.py ("" for none).

    `extent` says how much of it is a rule: "whole", "part" or "" when a person is asked for all of it.
    `unsorted` marks a sentence that the record places under no inclusion or exclusion heading.
    """

    id: str
    kind: str
    said: Sentence
    rule: str
    data: str = ""
    condition: str = ""
    extent: str = ""
    questions: tuple[Asked, ...] = ()
    bounds: tuple[tuple[str, Bound], ...] = ()
    reads: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    unsorted: bool = False

    @property
    def words(self) -> str:
        """The whole criterion on one line, nested bullets included."""
        return words_of(self.said)


def words_of(sentence: Sentence) -> str:
    """A sentence with what is nested under it, on one line."""
    return " ".join(" ".join(each.text.split()) for each in sentence.walk())


def draft_criteria(record: RegistryRecord) -> tuple[DraftCriterion, ...]:
    """Every criterion that the record states, in its fields and in its text.

    Age and sex alone let nearly everybody in: a record whose text states no inclusion criterion gets one on its
    title, which a person answers.
    """
    in_text = [*_from_text(record)]
    if not any(each.kind == "inclusion" for each in in_text):
        in_text.insert(0, _asked("I1", "inclusion", record.title, frozenset({"no_criteria"})))
    return (*_from_fields(record), *in_text)


def states_criteria(sentences: Sequence[Sentence]) -> bool:
    """Whether any of these sentences of an eligibility text is a criterion, and not a heading, “none” or “see ...”."""
    return any(not _ELSEWHERE.fullmatch(words_of(each)) for each in sentences if not _no_criterion(each))


def _no_criterion(said: Sentence) -> bool:
    """Whether a line is a heading over what follows, or says that there is nothing."""
    return not said.children and (_heads(said) or _NO_CRITERION.fullmatch(said.text) is not None)


def _heads(said: Sentence) -> bool:
    return said.text.rstrip().endswith(":") and not said.children


# --- the record's own fields --------------------------------------------------------------------------------


def _from_fields(record: RegistryRecord) -> Iterator[DraftCriterion]:
    for name, said, relation in (
        ("MIN_AGE", record.minimum_age, "at_least"),
        ("MAX_AGE", record.maximum_age, "at_most"),
    ):
        if said is not None and re.search(r"\d", said.text):
            yield _age_field(name, said, relation)
    if record.sex is not None and record.sex.text.casefold() in ("female", "male"):
        wanted = understood(record.sex.text)
        assert wanted is not None
        yield _combined("SEX", "inclusion", record.sex, "all", [_part("SEX", "inclusion", wanted, record.sex.text)])


def _age_field(name: str, said: Sentence, relation: str) -> DraftCriterion:
    """An age limit of the registry is inclusive, in completed years; one in months or days is asked."""
    years = _YEARS.fullmatch(said.text)
    if years is None or int(years[1]) >= 120:
        heading = {"at_least": "Minimum age:", "at_most": "Maximum age:"}[relation]
        return _under(heading, _asked(name, "inclusion", said))
    clause = age_bound(relation, Decimal(years[1]), said.text)
    return _combined(name, "inclusion", said, "all", [_part(name, "inclusion", clause, said.text)])


# --- the eligibility text -----------------------------------------------------------------------------------


def _from_text(record: RegistryRecord) -> Iterator[DraftCriterion]:
    yield from _listed(record.inclusion, "inclusion", "I")
    for each in _listed(record.unsorted, "inclusion", "U", known=False):
        yield replace(each, unsorted=True)
    yield from _listed(record.exclusion, "exclusion", "E")


def _listed(sentences: Sequence[Sentence], kind: str, letter: str, known: bool = True) -> Iterator[DraftCriterion]:
    """The criteria of one list; a line that ends in a colon and holds nothing is a heading over what follows, and
    “none” is no criterion.
    """
    heading, number = "", 0
    for said in sentences:
        if _heads(said):
            heading = said.text
        if _no_criterion(said):
            continue
        number += 1
        free = known and (not heading or _counts(heading, kind) == ("any" if kind == "exclusion" else "all"))
        drafted = _proposed(f"{letter}{number}", kind, said) if free else _asked(f"{letter}{number}", kind, said)
        yield _under(heading, drafted)


def _under(heading: str, drafted: DraftCriterion) -> DraftCriterion:
    """What is asked under a heading is asked with it."""
    asked = tuple(replace(each, words=f"{heading} {each.words}".strip()) for each in drafted.questions)
    return replace(drafted, questions=asked)


def _proposed(id: str, kind: str, said: Sentence) -> DraftCriterion:
    parts, joined = _parts(id, kind, said)
    if any(part.clause is not None for part in parts):
        return _combined(id, kind, said, joined, parts)
    drafted = _asked(id, kind, said)
    return (
        replace(drafted, condition=FEMALE, reads=frozenset({"female"}), extent="part")
        if _of_women(kind, said)
        else drafted
    )


def _of_women(kind: str, said: Sentence) -> bool:
    """Whether a criterion can concern women only: pregnancy, or what women of childbearing potential must do."""
    words, held = plain_words(words_of(said)), patterns()
    if kind == "exclusion":
        lead = (
            r"(?:(?:the\s)?(?:patients?|subjects?|participants?)\s)?(?:(?:who\s)?(?:is|are)\s)?"
            r"(?:(?:females?|women)\s(?:who\sare\s)?)?"
        )
        return re.fullmatch(lead + held["pregnancy"].strip(), words) is not None
    return re.fullmatch(held["childbearing"], words) is not None and re.search(held["men_too"], words) is None


# --- parts of a sentence ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """One part of a criterion: its rule, what data can say of it ("" for nothing), what it asks."""

    rule: str
    data: str = ""
    clause: Clause | None = None
    bound: tuple[str, Bound] | None = None
    asked: Asked | None = None


def _parts(id: str, kind: str, said: Sentence) -> tuple[list[_Part], str]:
    """The parts of a sentence and how they are joined ("all" or "any"); without an understood one, it is asked."""
    whole = understood(said.text) if not said.children else None
    if whole is not None:
        return [_part(id, kind, whole, said.text)], "all"
    return _nested(id, kind, said) if said.children else _clauses(id, kind, said)


def _nested(id: str, kind: str, said: Sentence) -> tuple[list[_Part], str]:
    joined = _counts(said.text, kind)
    if not joined:
        return [], ""
    parts: list[_Part] = []
    for i, child in enumerate(said.children, start=1):
        parts += _bullet(f"{id}_{i}", kind, child, joined)
    if not _counts_only(said.text):
        parts.append(_question_part(id, said.text))
    return parts, joined


def _bullet(id: str, kind: str, child: Sentence, joined: str) -> list[_Part]:
    clause = None if child.children else understood(child.text)
    if clause is not None:
        return [_part(id, kind, clause, child.text)]
    several = _required(id, child) if (kind, joined) == ("inclusion", "all") and not child.children else []
    return several or [_question_part(id, words_of(child))]


def _counts(heading: str, kind: str) -> str:
    """How the bullets under a line count ("all", "any"), "" when it does not say or says more than that."""
    words = plain_words(heading).strip(" :")
    for joined in ("all", "any"):
        if re.fullmatch(rf"(?:(?:subjects|patients|participants) )?{patterns()['groups'][joined]}", words):
            return joined
    partly = kind == "inclusion" and not _turns().search(words.replace("one or more", ""))
    return "all" if partly and re.fullmatch(patterns()["groups"]["all_partly"], words) else ""


def _counts_only(heading: str) -> bool:
    words = plain_words(heading).strip(" :")
    return any(
        re.fullmatch(rf"(?:(?:subjects|patients|participants) )?{patterns()['groups'][joined]}", words)
        for joined in ("all", "any")
    )


def _clauses(id: str, kind: str, said: Sentence) -> tuple[list[_Part], str]:
    """Clauses of one sentence: joined by "or" or by "and" throughout, all understood; or, of an inclusion
    criterion without turns, commas too, and what is not understood is asked with the whole sentence.
    """
    words = plain_words(said.text)
    for joiner, joined in ((" or ", "any"), (" and ", "all")):
        known = [(piece, clause) for piece in words.split(joiner) if (clause := _one_of_several(piece)) is not None]
        if len(known) == words.count(joiner) + 1 > 1:
            return _numbered(id, kind, known), joined
    return (_required(id, said), "all") if kind == "inclusion" else ([], "")


def _one_of_several(words: str) -> Clause | None:
    """A clause among others; a sex alone ("men and women", "men: ...") limits or joins them in its own way."""
    clause = understood(words)
    return None if clause is None or clause.reads == {FEMALE} else clause


def _numbered(id: str, kind: str, known: Sequence[tuple[str, Clause]]) -> list[_Part]:
    return [_part(f"{id}_{i}", kind, clause, piece) for i, (piece, clause) in enumerate(known, start=1)]


def _required(id: str, said: Sentence) -> list[_Part]:
    words = plain_words(said.text)
    pieces = re.split(r"[;,:]\s+|\s+and\s+|,?\s+(?=as\s(?:defined|indicated)\sby\s)", words)
    known = [(piece, clause) for piece in pieces if (clause := _one_of_several(piece)) is not None]
    rest = words
    for piece, _ in known:
        rest = rest.replace(piece, " ")
    if not known or len(pieces) == 1 or _turns().search(rest):
        return []
    parts = _numbered(id, "inclusion", known)
    return [*parts, _question_part(id, words_of(said))] if len(known) < len(pieces) else parts


@cache
def _turns() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns()['turns'])})\b|[()?\[\]]|and/or")


def _part(id: str, kind: str, clause: Clause, words: str) -> _Part:
    """An understood clause as a part; who is exactly at an age that must be exceeded is asked about."""
    if clause.bound is None:
        answered = all(dictionary()[read].kind is Kind.ANSWER for read in clause.reads)
        return _Part(clause.rule, "" if answered else clause.rule, clause)
    name = id.lower() if id.lower().endswith(f"_{clause.bound.what}") else f"{id.lower()}_{clause.bound.what}"
    value = f'trial.threshold("{name}")'
    rule = clause.rule.format(bound=value)
    if not clause.at_the_bound:
        return _Part(rule, rule, clause, (name, clause.bound))
    reached = clause.at_the_bound.format(bound=value)
    asked = Asked(f"{id.lower()}_at_the_limit", Answerer.INVESTIGATOR, words, clause.bound.written)
    meant = f'any_of({rule}, all_of({reached}, trial.answer("{asked.name}")))'
    return _Part(meant, reached if kind == "inclusion" else rule, clause, (name, clause.bound), asked)


def _question_part(id: str, words: str) -> _Part:
    who = Answerer.PATIENT if re.search(patterns()["of_the_patient"], words, re.IGNORECASE) else Answerer.INVESTIGATOR
    asked = Asked(f"{id.lower()}_asked", who, " ".join(words.split()))
    return _Part(f'trial.answer("{asked.name}")', asked=asked)


def _asked(id: str, kind: str, said: Sentence, needs: frozenset[str] = frozenset()) -> DraftCriterion:
    return replace(_combined(id, kind, said, "all", [_question_part(id, words_of(said))]), needs=needs)


def _combined(id: str, kind: str, said: Sentence, joined: str, parts: Sequence[_Part]) -> DraftCriterion:
    """Parts as one criterion. Data can say what follows from it (inclusion) or entails it (exclusion)."""
    by_data = [part.data for part in parts if part.data]
    enough = len(by_data) == len(parts) or (kind, joined) in (("inclusion", "all"), ("exclusion", "any"))
    understood_parts = [part.clause for part in parts if part.clause is not None]
    whole = all(part.data == part.rule for part in parts)
    return DraftCriterion(
        id=id,
        kind=kind,
        said=said,
        rule=_joined([part.rule for part in parts], joined),
        data="WHOLE" if whole else _joined(by_data, joined) if by_data and enough else "",
        extent="" if not understood_parts else "whole" if len(understood_parts) == len(parts) else "part",
        questions=tuple(part.asked for part in parts if part.asked is not None),
        bounds=tuple(part.bound for part in parts if part.bound is not None),
        reads=frozenset(name for clause in understood_parts for name in clause.reads),
        needs=frozenset(name for clause in understood_parts for name in clause.needs),
    )


def _joined(rules: Sequence[str], joined: str) -> str:
    return rules[0] if len(rules) == 1 else f"{joined}_of({', '.join(rules)})"
