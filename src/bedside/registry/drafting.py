"""A draft of a trial's folder from a registry record: what it says, word for word, and what it leaves open.

    write_draft(read_registry("NCT01234567.json"), Path("trials/mytrial"))

Every sentence of the record stands in the draft with its place. Rules are proposed only where a sentence is wholly
understood (`drafting_criteria`); dose, visits, hypothesis and all else that a record does not state are assumptions
with a question. Each of them has a name that begins with `draft_`: while one is there, the protocol is a draft.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any as Anything

import yaml

from bedside.errors import RegistryError, UsageError
from bedside.registry.drafting_code import criteria_code
from bedside.registry.drafting_criteria import draft_criteria, states_criteria
from bedside.registry.drafting_protocol import DraftProtocol, with_routes
from bedside.registry.drafting_sentences import Data, literal, slug
from bedside.registry.record import RegistryRecord
from bedside.values.wording import Text

TOP = """# A DRAFT, written from a public record: nothing in it is approved, every assumption is an open question.
# `says` is the record word for word, `at` its line or JSON pointer; French texts that quote it are not translated.
"""


NO_INCLUSION = Text(
    "The record states no inclusion criterion beside age and sex: a person must say who belongs to the study.",
    "Le registre n’énonce aucun critère d’inclusion hormis l’âge et le sexe\u00a0: une personne doit dire qui relève de"
    " l’étude.",
)
NO_EXCLUSION = Text(
    "The record states no exclusion criterion: check with the protocol that nobody is excluded.",
    "Le registre n’énonce aucun critère de non-inclusion\u00a0: vérifier dans le protocole que nul n’est exclu.",
)


def cautions(record: RegistryRecord) -> tuple[Text, ...]:
    """What the reader of a draft must be told first: whole lists of criteria that the record does not state."""
    sides = ((NO_INCLUSION, (*record.inclusion, *record.unsorted)), (NO_EXCLUSION, record.exclusion))
    return tuple(text for text, sentences in sides if not states_criteria(sentences))


def draft(record: RegistryRecord, name: str, read: date | None = None) -> dict[str, str]:
    """The files of a draft trial folder, path -> text: protocol.yaml, criteria.py, forms/*.yaml.

    `name` becomes the trial's id, `read` is the date the record was read (default: today). Raises UsageError for
    a name without a letter or digit of the alphabet, RegistryError for a record without eligibility criteria.
    """
    _refuse_without_criteria(record)
    drafted = DraftProtocol(record, _id(name), read or date.today(), with_routes(draft_criteria(record)))
    top = TOP + "".join(f"# {caution.en}\n" for caution in cautions(record))
    written = {
        "protocol.yaml": top + _yaml(literal(drafted.protocol())),
        "criteria.py": criteria_code(drafted.criteria),
    }
    return written | {f"forms/{form}.yaml": _yaml(literal(data)) for form, data in drafted.forms.items()}


def _refuse_without_criteria(record: RegistryRecord) -> None:
    """A draft without criteria would let in whoever has the age: better none."""
    if not states_criteria((*record.inclusion, *record.exclusion, *record.unsorted)):
        what = "the record states no eligibility criteria, and a draft without them would let in nearly everybody."
        todo = "Fetch the record again; if the registry has none, write the criteria from the protocol itself."
        raise RegistryError(what, record.source, todo)


def write_draft(record: RegistryRecord, folder: str | Path, read: date | None = None) -> Path:
    """Write a draft into a new folder, named after the trial, all of it or nothing; returns the folder.

    Raises UsageError when something is there already, or the place cannot be written, RegistryError for a record
    without eligibility criteria.
    """
    folder = Path(folder)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        todo = "Name a new folder: a draft never overwrites."
        raise UsageError("there is something here already.", str(folder), todo)
    written = draft(record, folder.resolve().name, read)
    unfinished = folder.parent / f".{folder.name}.unfinished"
    try:
        _write(written, unfinished)
        if folder.is_dir():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        what = f"the draft cannot be written ({error.strerror or error})."
        raise UsageError(what, str(folder), "Check its path, rights and free space.") from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _write(written: Mapping[str, str], folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _id(name: str) -> str:
    found = slug(name)
    if not found:
        raise UsageError(f"“{name}” cannot name a trial.", "the draft", "Use letters, digits and underscores.")
    return found


def _yaml(data: Data) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes every value out where it stands (no aliases), and escapes what the other quotes would fold away."""

    def ignore_aliases(self, data: Anything) -> bool:
        return True

    def text(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if data.isprintable() else '"')


_Dumper.add_representer(str, _Dumper.text)
