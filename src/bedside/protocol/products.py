"""The products that a trial supplies: what is counted, and where the casebook says how much of it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.values.quantity import Quantity
from bedside.values.wording import Text


@dataclass(frozen=True)
class Given:
    """Where administrations are recorded: each sheet of `form` is one, at the item `at`, of as much as `dose` says.

    `unit` (UCUM) is that in which the form asks for the dose: it holds where nothing else is written beside the number.
    Nothing was given where an item of `nothing` holds one of its codes.
    """

    form: str
    at: str
    dose: str
    unit: str
    nothing: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def skipped(self, values: Mapping[str, str]) -> bool:
        """Whether a sheet says that nothing was given."""
        return any(values.get(item, "") in codes for item, codes in self.nothing)


@dataclass(frozen=True)
class Product:
    """What is received, dispensed and accounted for, counted in `unit` (a tablet, a kit).

    `strengths` are how much of it one unit holds, none where all units are alike. `numbered` says that each unit bears
    a number of its own; `blinded` that nobody at the site can tell what is in it. Below `low` units a site runs short.
    After an event of `ended_by` none is dispensed any more.
    """

    id: str
    text: Text
    unit: Text
    storage: Text
    low: int
    strengths: tuple[Quantity, ...] = ()
    numbered: bool = False
    blinded: bool = False
    given: Given | None = None
    ended_by: tuple[str, ...] = ()
    source: str = ""
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def offered(self) -> tuple[str, ...]:
        """Its strengths as they are written (`5 mg`); one empty text where all units are alike."""
        return tuple(str(each) for each in self.strengths) or ("",)
