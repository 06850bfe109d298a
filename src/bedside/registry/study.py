"""Reads a study as the ClinicalTrials.gov API v2 gives it in JSON.

Only `protocolSection` is read: results, documents and derived terms are not part of the protocol. Texts that
the API types as markup (summary, descriptions, eligibility) carry markdown escapes, which `text` drops and
`original` keeps; plain texts (titles, measures, time frames) are taken as they are.
Source of the layout: ClinicalTrials.gov "Study Data Structure", API v2.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from bedside.errors import RegistryError
from bedside.registry.record import (
    Arm,
    Intervention,
    NumberedLine,
    Outcome,
    Place,
    RegistryRecord,
    Sentence,
    outline,
    unescaped,
)

FORM = "ClinicalTrials.gov API v2 study"
DOWNLOAD = "Download the study again as JSON from the ClinicalTrials.gov API v2, one study per file."
_NUMBER = re.compile(r"NCT\d{8}")
_LARGEST_ENROLMENT = 10**9


def read_study(text: str, source: str, path: str | None = None) -> RegistryRecord:
    """A registry record from the JSON text of one study.

    `source` names the file in every place, `path` (default: source) in errors. Raises RegistryError.
    """
    root = _Node(source, path or source, "", _parsed(text, path or source))
    protocol = _protocol_of(root)
    return _record(protocol)


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value that knows where it stands."""

    source: str
    path: str
    pointer: str
    value: object

    def error(self, what: str, todo: str = DOWNLOAD) -> RegistryError:
        return RegistryError(what, f"{self.path}#{self.pointer}" if self.pointer else self.path, todo)

    def place(self, line: int | None = None) -> Place:
        return Place(self.source, line, self.pointer)

    def at(self, key: str) -> _Node | None:
        """The member `key` of this object; None when absent or null."""
        if not isinstance(self.value, dict):
            raise self.error(f"an object was expected here, and this is {_kind(self.value)}.")
        if self.value.get(key) is None:
            return None
        return _Node(self.source, self.path, f"{self.pointer}/{key}", self.value[key])

    def part(self, key: str) -> _Node:
        """The object at `key`, an empty one when absent."""
        found = self.at(key)
        if found is None:
            return _Node(self.source, self.path, f"{self.pointer}/{key}", {})
        if not isinstance(found.value, dict):
            raise found.error(f"an object was expected here, and this is {_kind(found.value)}.")
        return found

    def items(self, key: str) -> tuple[_Node, ...]:
        """The entries of the list at `key`, none when absent."""
        found = self.at(key)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            raise found.error(f"a list was expected here, and this is {_kind(found.value)}.")
        return tuple(
            _Node(self.source, self.path, f"{found.pointer}/{index}", entry) for index, entry in enumerate(found.value)
        )

    def words(self) -> str:
        """The text of this value; refuses anything else, and characters that no file can hold."""
        if not isinstance(self.value, str):
            raise self.error(f"a text was expected here, and this is {_kind(self.value)}.")
        if any("\ud800" <= character <= "\udfff" for character in self.value):
            raise self.error("this text holds half a character (an unpaired surrogate).")
        return self.value

    def as_sentence(self, markup: bool = False) -> Sentence | None:
        """This text as one sentence; None when it is blank."""
        words = self.words()
        text = unescaped(words) if markup else words
        return Sentence(text.strip(), self.place(), words) if words.strip() else None

    def sentence(self, key: str, markup: bool = False) -> Sentence | None:
        found = self.at(key)
        return None if found is None else found.as_sentence(markup)

    def sentences(self, key: str) -> tuple[Sentence, ...]:
        read = (entry.as_sentence() for entry in self.items(key))
        return tuple(each for each in read if each is not None)

    def paragraphs(self, key: str) -> tuple[Sentence, ...] | None:
        found = self.at(key)
        if found is None or not found.words().strip():
            return None
        return outline(_numbered(found.words()), found.place, markdown=True)


def _kind(value: object) -> str:
    names: dict[type, str] = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")


def _numbered(text: str) -> list[NumberedLine]:
    return list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1))


# --- the file ---------------------------------------------------------------------------------------------


def _parsed(text: str, path: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        stops = text.rstrip()[-1:] not in ("}", "]") and not error.msg.startswith("Extra data")
        what = "the JSON stops before its end: the file is truncated." if stops else f"this is not JSON ({error.msg})."
        raise RegistryError(what, f"{path}:{error.lineno}:{error.colno}", DOWNLOAD) from None
    except _SaidTwice as error:
        raise RegistryError(f'the JSON gives "{error}" twice in one object.', path, DOWNLOAD) from None
    except (RecursionError, ValueError):
        what = "the JSON is nested too deep or holds a number too long to read."
        raise RegistryError(what, path, DOWNLOAD) from None


class _SaidTwice(Exception):
    """A key that an object holds twice: one of the two values would be lost without a word."""


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read: dict[str, object] = {}
    for key, value in pairs:
        if key in read:
            raise _SaidTwice(key)
        read[key] = value
    return read


def _protocol_of(root: _Node) -> _Node:
    if not isinstance(root.value, dict):
        raise root.error(f"one study was expected, and the JSON holds {_kind(root.value)}.")
    if isinstance(root.value.get("studies"), list):
        raise root.error(f"the JSON is a list of {len(root.value['studies'])} studies, not one study.")
    if {"FullStudy", "FullStudiesResponse", "Study"} & root.value.keys():
        raise root.error("the JSON has the layout of the retired ClinicalTrials.gov API v1.")
    if root.at("protocolSection") is None:
        raise root.error('the JSON is not a ClinicalTrials.gov study: "protocolSection" is missing.')
    return root.part("protocolSection")


# --- the record -------------------------------------------------------------------------------------------


def _record(protocol: _Node) -> RegistryRecord:
    identity = protocol.part("identificationModule")
    status = protocol.part("statusModule")
    sponsors = protocol.part("sponsorCollaboratorsModule")
    description = protocol.part("descriptionModule")
    names = (each.sentence("name") for each in sponsors.items("collaborators"))
    bare = RegistryRecord(
        form=FORM,
        source=protocol.source,
        registration_number=_registration_number(identity),
        title=_needed(identity, "briefTitle"),
        official_title=identity.sentence("officialTitle"),
        acronym=identity.sentence("acronym"),
        brief_summary=description.paragraphs("briefSummary"),
        detailed_description=description.paragraphs("detailedDescription"),
        status=status.sentence("overallStatus"),
        conditions=protocol.part("conditionsModule").sentences("conditions"),
        sponsor=sponsors.part("leadSponsor").sentence("name"),
        collaborators=tuple(name for name in names if name is not None),
        other=_besides(protocol),
    )
    for add in (_with_design, _with_arms, _with_people, _with_criteria, _with_outcomes):
        bare = add(bare, protocol)
    return bare


def _needed(node: _Node, key: str) -> Sentence:
    found = node.sentence(key)
    if found is None:
        raise node.error(f'the study has no "{key}".')
    return found


def _registration_number(identity: _Node) -> Sentence:
    number = _needed(identity, "nctId")
    if not _NUMBER.fullmatch(number.text):
        raise identity.error(f'"{number.text[:40]}" is not a registration number (NCT and eight digits).')
    return number


def _besides(protocol: _Node) -> tuple[Sentence, ...]:
    eligibility = protocol.part("eligibilityModule")
    said = (
        protocol.part("statusModule").sentence("whyStopped"),
        eligibility.sentence("studyPopulation", markup=True),
        eligibility.sentence("samplingMethod"),
        protocol.part("designModule").part("designInfo").sentence("timePerspective"),
    )
    return tuple(each for each in said if each is not None)


def _with_design(record: RegistryRecord, protocol: _Node) -> RegistryRecord:
    module = protocol.part("designModule")
    info = module.part("designInfo")
    blinding = info.part("maskingInfo")
    return replace(
        record,
        phase=_joined(module, "phases"),
        study_type=module.sentence("studyType"),
        enrolment=_enrolment(module.part("enrollmentInfo")),
        enrolment_type=module.part("enrollmentInfo").sentence("type"),
        allocation=info.sentence("allocation"),
        model=info.sentence("interventionModel") or info.sentence("observationalModel"),
        model_description=info.sentence("interventionModelDescription", markup=True),
        purpose=info.sentence("primaryPurpose"),
        masking=blinding.sentence("masking"),
        masking_description=blinding.sentence("maskingDescription", markup=True),
        masked=blinding.sentences("whoMasked"),
    )


def _joined(module: _Node, key: str) -> Sentence | None:
    said = module.sentences(key)
    return Sentence(", ".join(each.text for each in said), said[0].place) if said else None


def _enrolment(info: _Node) -> Sentence | None:
    count = info.at("count")
    if count is None:
        return None
    value = count.value
    if type(value) is not int or not 0 <= value <= _LARGEST_ENROLMENT:
        raise count.error("the enrolment is not a whole number of people.")
    return Sentence(str(value), count.place())


def _with_arms(record: RegistryRecord, protocol: _Node) -> RegistryRecord:
    module = protocol.part("armsInterventionsModule")
    return replace(
        record,
        arms=tuple(_arm(each) for each in module.items("armGroups")),
        interventions=tuple(_intervention(each) for each in module.items("interventions")),
    )


def _arm(node: _Node) -> Arm:
    return Arm(
        label=_needed(node, "label"),
        type=node.sentence("type"),
        description=node.sentence("description", markup=True),
        interventions=node.sentences("interventionNames"),
    )


def _intervention(node: _Node) -> Intervention:
    return Intervention(
        name=_needed(node, "name"),
        type=node.sentence("type"),
        description=node.sentence("description", markup=True),
        other_names=node.sentences("otherNames"),
    )


def _with_people(record: RegistryRecord, protocol: _Node) -> RegistryRecord:
    module = protocol.part("eligibilityModule")
    return replace(
        record,
        sex=module.sentence("sex"),
        minimum_age=module.sentence("minimumAge"),
        maximum_age=module.sentence("maximumAge"),
        age_groups=module.sentences("stdAges"),
        healthy_volunteers=_yes_or_no(module, "healthyVolunteers"),
    )


def _yes_or_no(node: _Node, key: str) -> Sentence | None:
    found = node.at(key)
    if found is None or not isinstance(found.value, bool):
        return node.sentence(key)
    return Sentence("true" if found.value else "false", found.place())


def _with_outcomes(record: RegistryRecord, protocol: _Node) -> RegistryRecord:
    module = protocol.part("outcomesModule")
    return replace(
        record,
        primary_outcomes=tuple(_outcome(each) for each in module.items("primaryOutcomes")),
        secondary_outcomes=tuple(_outcome(each) for each in module.items("secondaryOutcomes")),
        other_outcomes=tuple(_outcome(each) for each in module.items("otherOutcomes")),
    )


def _outcome(node: _Node) -> Outcome:
    return Outcome(
        measure=_needed(node, "measure"),
        time_frame=node.sentence("timeFrame"),
        description=node.sentence("description", markup=True),
    )


# --- eligibility: one block of text -----------------------------------------------------------------------

_HEADING = re.compile(
    r"""^(?P<bullet>[*•-]\s+)?
    (?P<heading>[*_\#\s]*
        (?:(?:key|main|major|general|study|trial|patients?|participants?|subjects?|specific|additional|other|the
              |principal|primary)\s+){0,3}
        (?P<kind>(?:inclusion\s*(?:/|and|&|or)\s*exclusion|eligibility|selection
                   |non[-\s]?inclusion|inclusion|exclusion)(?=\s+criteri(?:a|on)\b)
                 |(?:inclusion|exclusion)(?=\s*:|\s*$))
        (?:\s+criteri(?:a|on))?
        (?:\s*\([^()]*\)|(?P<scope>\s+for\s[^:.;]{1,80})|\s+(?:are|include|will\s+be)(?:\s+as\s+follows)?|\s+as\s+follows)?
        [*_\s]*(?P<colon>:?)[*_\s]*)
    (?P<rest>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)


class _Block(NamedTuple):
    kind: str
    lines: list[NumberedLine]


def _with_criteria(record: RegistryRecord, protocol: _Node) -> RegistryRecord:
    found = protocol.part("eligibilityModule").at("eligibilityCriteria")
    if found is None:
        return record
    headings, blocks = _parted(found)
    under: dict[str, tuple[Sentence, ...]] = {"inclusion": (), "exclusion": (), "unsorted": ()}
    for block in blocks:
        under[block.kind] += outline(block.lines, found.place, markdown=True)
    return replace(
        record,
        eligibility_headings=headings,
        inclusion=under["inclusion"],
        exclusion=under["exclusion"],
        unsorted=under["unsorted"],
    )


def _parted(found: _Node) -> tuple[tuple[Sentence, ...], list[_Block]]:
    """The headings of the eligibility text, and the lines under each; before any heading: unsorted."""
    headings: list[Sentence] = []
    blocks = [_Block("unsorted", [])]
    for number, line in _numbered(found.words()):
        heading = _heading(line)
        if heading is None:
            blocks[-1].lines.append((number, line))
            continue
        written = f"{heading['bullet'] or ''}{heading['heading']}".strip()
        headings.append(Sentence(unescaped(heading["heading"]).strip(" *_#"), found.place(number), written))
        blocks.append(_Block(kind_of_heading(heading["kind"]), [(number, heading["rest"])]))
    return tuple(headings), blocks


def _heading(line: str) -> re.Match[str] | None:
    """A heading fills its line; only an unbulleted one with a colon may name its scope or go on.

    "* Exclusion criteria for thrombolysis" is a criterion, and "Exclusion criteria for cohort A:" a heading.
    """
    match = _HEADING.match(line)
    if match is None or not (match["rest"] or match["scope"]):
        return match
    return match if match["colon"] and not match["bullet"] else None


def kind_of_heading(words: str) -> str:
    """inclusion, exclusion, or unsorted for a heading that names both or neither."""
    plain = re.sub(r"[-\s]", "", words.casefold())
    if plain in ("exclusion", "noninclusion"):
        return "exclusion"
    return "inclusion" if plain == "inclusion" else "unsorted"
