"""Names the application for Django."""

from collections.abc import Mapping

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Coding."""

    name = "bedside.conduct.coding"
    label = "coding"

    def ready(self) -> None:
        """The casebook offers the terms of CTCAE once its file was added."""
        from bedside.conduct.casebook.offering import CTCAE, LISTS

        LISTS[CTCAE] = _ctcae


def _ctcae(version: str) -> Mapping[str, str]:
    """Every term of a version with its class; nothing where it was not added."""
    from bedside.conduct.coding.books import Kind
    from bedside.conduct.coding.shelf import book, of_version

    held = of_version(Kind.CTCAE, version)
    return {} if held is None else {term.name: "".join(term.above[:1]) for term in book(held).terms.values()}
