"""Free texts of the screens beside the casebook's forms: looked at for somebody's identity before they are kept."""

from __future__ import annotations

from django.http import HttpRequest

from bedside.conduct.privacy.scanning import said, scan
from bedside.errors import UsageError
from bedside.values.wording import Text


def free_text(request: HttpRequest, name: str) -> str:
    """A posted text that names nobody, as far as can be told; or whose writer has looked again and says so.

    Raises UsageError naming what in it may be somebody's identity.
    """
    return checked(request.POST.get(name, ""), request.POST.get("names_nobody") == "yes")


def checked(text: str, names_nobody: bool) -> str:
    """The same of a text however it was sent; `names_nobody` is the word of its writer."""
    return text.strip() if names_nobody else _scanned(text, "Take it out, or confirm that it names nobody.")


def nobody(text: str) -> str:
    """The same of a text that comes from a program, on whose word nobody can rely."""
    return _scanned(text, "Take it out.")


def _scanned(text: str, todo: str) -> str:
    if found := scan(text):
        what = Text("this text may hold {found}.", "ce texte semble contenir {found}.").filled(found=said(found))
        raise UsageError(what, "free text", todo)
    return text.strip()
