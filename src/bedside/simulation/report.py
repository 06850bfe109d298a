"""What a report of a simulation is made of: the rows, and the words for scenarios, designs and assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bedside.simulation.prepared import Ready
from bedside.simulation.reading import Asked
from bedside.simulation.rows import Result
from bedside.simulation.words import word
from bedside.values.wording import Text

SUCCESS = ("type_one_error", "power")
"""The probability of declaring success, by whether the true rate is to be ruled out."""


@dataclass(frozen=True)
class Report:
    """A simulation that has been run."""

    asked: Asked
    ready: Ready
    trials: int
    rows: Sequence[Result]

    @cached_property
    def held(self) -> Mapping[tuple[str, str, str, str], Result]:
        """The rows by scenario, design, statistic and look; success goes by that name."""
        return {(row.scenario, row.design, "success" if row.statistic in SUCCESS else row.statistic, row.at): row
                for row in self.rows}  # fmt: skip

    def row(self, scenario: str, design: str, statistic: str, at: str = "") -> Result:
        """One row."""
        return self.held[scenario, design, statistic, at]

    @property
    def scenarios(self) -> Mapping[str, Text]:
        """The scenarios by name."""
        return {each.id: each.text for each in self.asked.scenarios}

    @property
    def designs(self) -> Mapping[str, Text]:
        """The designs by name, with their letters."""
        return {each.id: each.lettered for each in self.asked.designs}

    @property
    def letters(self) -> Mapping[str, str]:
        """The letters that stand for the designs."""
        return {each.id: each.letter for each in self.asked.designs}

    @property
    def assumptions(self) -> list[tuple[Text, Text]]:
        """What everything stands on: the blocks of the file, then the questions of the protocol."""
        own = [(word(block), text) for block, text in self.asked.stands_on.items()]
        return own + [(word("question", what=each.question), each.taken) for each in self.asked.stated.assumptions]
