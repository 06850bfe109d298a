"""Reading a registry record from a file, whichever of the known forms it has."""

from __future__ import annotations

from pathlib import Path

from bedside.errors import RegistryError
from bedside.registry.page import PAGE_MARKS, read_page
from bedside.registry.record import RegistryRecord
from bedside.registry.study import read_study

KNOWN_FORMS = (
    "Give the text of a MedPath trial page saved as .txt, or one study as JSON from the ClinicalTrials.gov API v2."
)
LARGEST_BYTES = 64 * 2**20  # the largest public records, with results, are a few MiB
_FOREIGN_STARTS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"<", "HTML or XML"),
)


def read_registry(path: str | Path) -> RegistryRecord:
    """The record in a file; its form is recognised by its content, not by its name.

    Raises RegistryError for a file that is absent, unreadable, truncated or of another form.
    """
    path = Path(path)
    text = _decoded(_bytes_of(path), path)
    if text.lstrip()[:1] in ("{", "["):
        return read_study(text, path.name, str(path))
    if any(line.strip() in PAGE_MARKS for line in text.splitlines()):
        return read_page(text, path.name, str(path))
    raise RegistryError("this is not a registry record in a form bedside knows.", str(path), KNOWN_FORMS)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise RegistryError("this is not a file.", str(path), KNOWN_FORMS)
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise RegistryError("there is no such file.", str(path), "Check the path.") from None
    except (OSError, ValueError) as error:
        what = f"the file cannot be read ({getattr(error, 'strerror', None) or error})."
        raise RegistryError(what, str(path), "Check its path and rights.") from None
    if len(content) > LARGEST_BYTES:
        what = "the file is larger than 64 MiB, which no registry record is."
        raise RegistryError(what, str(path), KNOWN_FORMS)
    return content


def _decoded(content: bytes, path: Path) -> str:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise RegistryError("the file is empty.", str(path), KNOWN_FORMS)
    for mark, kind in _FOREIGN_STARTS:
        if start.startswith(mark):
            what = f"this is {kind}, not a registry record in a form bedside knows."
            raise RegistryError(what, str(path), KNOWN_FORMS)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError(
            f"the file is not UTF-8 text (byte {error.start} is 0x{error.object[error.start]:02x}); "
            "it may be truncated or saved in another encoding.",
            f"{path}:{content.count(10, 0, error.start) + 1}",
            "Save it again as UTF-8.",
        ) from None
    if "\x00" in text:
        raise RegistryError("the file holds binary data, not text.", str(path), KNOWN_FORMS)
    return text
