"""Every error a user can meet: what is wrong, where, and what to do about it."""

from __future__ import annotations

from typing import Protocol


def cause(error: Exception) -> str:
    """Why the system refused, in its words, without its error number and without the path."""
    said = getattr(error, "strerror", None)
    return said[:1].lower() + said[1:] if isinstance(said, str) and said else str(error)


class Said(Protocol):
    """Words in English and in French, as `values.wording.Text` is."""

    @property
    def en(self) -> str: ...

    @property
    def fr(self) -> str: ...


class BedsideError(Exception):
    """An error told in one sentence to the person who can mend it.

    `what` says what is wrong, `where` the place (file and line, table and column, rule), `todo` the way out. Each may
    be given in both languages: `words` holds them as given, `what`, `where` and `todo` are the English ones.
    The command line prints `str(error)` and ends with `exit_code`.
    """

    exit_code = 1

    def __init__(self, what: str | Said, where: str | Said = "", todo: str | Said = "") -> None:
        self.words = what, where, todo
        self.what, self.where, self.todo = (each if isinstance(each, str) else each.en for each in self.words)
        super().__init__(self.what, self.where, self.todo)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        way_out = f" {self.todo}" if self.todo else ""
        return f"{place}{self.what}{way_out}"


class UsageError(BedsideError):
    """The command was called in a way it cannot serve."""

    exit_code = 2


class NoSuchStay(UsageError):
    """A stay that the source does not have."""


class UnreadableFile(BedsideError):
    """A file that is absent, truncated, or not what its name says."""


class WrongLayout(BedsideError):
    """A source whose tables or columns are not those of the layout it was announced as."""


class UnitError(BedsideError):
    """A quantity without a unit, with an unknown one, or with one that cannot be converted."""


class VariableError(BedsideError):
    """A variable whose declaration contradicts itself, or whose name is not known."""


class RuleError(BedsideError):
    """A rule that cannot be built: its parts do not fit together."""


class WireError(BedsideError):
    """A stored rule or protocol that cannot be read back."""


class ProtocolError(BedsideError):
    """A protocol that does not load."""


class RegistryError(BedsideError):
    """A registry record that cannot be read."""


class AmendmentError(BedsideError):
    """An amendment that does not apply, or collides with another one."""


class DesignError(BedsideError):
    """A design that contradicts itself, or that no number of participants can serve."""
