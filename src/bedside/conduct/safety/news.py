"""News of an event that was told: that it is worse, or related, and the sponsor does not know it yet.

News has a clock like the first notice: from when somebody at the site knew of it. Until somebody says when that was, it
runs from when it was written, for nobody knew later; once it is told, the follow-up says it, and the clock stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bedside.conduct.safety.judgement import Standing, Step, Values, since
from bedside.protocol.casebook import Reporting
from bedside.protocol.safety import Safety
from bedside.values.moment import Moment

Says = Callable[[Values], bool]


@dataclass(frozen=True)
class Pressing:
    """What of an event's form is news with a clock: serious, urgent, fatal, and related of what is serious."""

    safety: Safety
    asked: Reporting

    def serious(self, values: Values) -> bool:
        """Whether a form says that it is one to be told."""
        return values.get(self.asked.item, "") in self.asked.holds

    def _related(self, values: Values) -> bool:
        return self.serious(values) and self.safety.related(values) is True

    @property
    def says(self) -> Sequence[Says]:
        """Each, by what a form says."""
        return (self.serious, self.safety.urgent, self.safety.fatal, self._related)

    def newly(self, told: Values, before: Values) -> bool:
        """Whether a report says something of it that the one before did not."""
        return any(says(told) and not says(before) for says in self.says)

    def since(self, steps: Iterable[Step], told: Values) -> Moment | None:
        """Since when something is written of which the sponsor was told otherwise; None: nothing is."""
        return since(frozenset(self.safety.judged), steps, lambda held: self._news(held, told))

    def _news(self, held: Standing, told: Values) -> bool:
        return any(held.may(says) and not says(told) for says in self.says)
