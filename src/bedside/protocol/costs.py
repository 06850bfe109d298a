"""What it costs to learn something: classes of questions and measurements, in points of effort."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bedside.protocol.wording import one
from bedside.values.variable import Kind, Variable
from bedside.values.wording import Text


@dataclass(frozen=True)
class CostClass:
    """A kind of question or measurement, and what asking it costs, in points of effort."""

    name: str
    cost: Decimal
    text: Text
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Costs:
    """What it costs to learn something; `answers` gives the class of unlisted questions by who answers them."""

    classes: tuple[CostClass, ...]
    answers: tuple[tuple[str, str], ...]
    otherwise: str
    assumption: str = ""

    @property
    def assumptions(self) -> tuple[str, ...]:
        return (self.assumption,) if self.assumption else ()

    def kind(self, variable: Variable) -> CostClass:
        """The class of a variable: as listed, else by who answers it, else the usual one."""
        for each in self.classes:
            if variable.name in each.variables:
                return each
        by_answerer = dict(self.answers) if variable.kind is Kind.ANSWER else {}
        return one(self.classes, "name", by_answerer.get(variable.answerer, self.otherwise), "cost class")

    def of(self, variable: Variable) -> Decimal:
        """The cost of learning a variable."""
        return self.kind(variable).cost
