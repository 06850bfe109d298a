"""The results as one HTML file that needs nothing else: tables in both languages are in it, and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from markupsafe import Markup

from bedside import __version__
from bedside.analysis.computed_with import computed_with
from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.methods_run import methods_not_run, methods_run
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table
from bedside.analysis.tables_of_flow import flow_tables
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.words import word
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.telling_estimands import told_of
from bedside.report.paper import paper
from bedside.values.moment import show

NOT_DONE = ("comparison", "hierarchy", "adjudication")
"""The variables of rows that say why something was not done."""


def page_of(rows: Sequence[Row], worked: Worked, figures: Mapping[str, Drawn], language: str) -> str:
    """The whole page; `language` is shown first, `figures` are those of `figures_of`."""
    not_real = worked.snapshot.manifest["not_real"]
    rooms = ("bedside.analysis",)
    return paper("analysis.html", rooms, lambda each: Voice(each, rows, worked, figures), language, not_real=not_real)


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, language: str, rows: Sequence[Row], worked: Worked, figures: Mapping[str, Drawn]) -> None:
        self.language, self.rows, self.worked, self.figures = language, rows, worked, figures

    def say(self, key: str, **places: object) -> str:
        """A sentence of the catalogue."""
        return word(key, **places).say(self.language)

    @property
    def title(self) -> str:
        return self.say("of", title=self.worked.protocol.text)

    @property
    def stated(self) -> str:
        """What is compared, or that nothing is."""
        return self.say(self.worked.stated)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the results are of: snapshot, protocol, software."""
        manifest, protocol = self.worked.snapshot.manifest, self.worked.protocol
        arms = [(self.say("arms_list"), self.worked.arms.hash)] if self.worked.arms else []
        return [
            (f"{self.say('snapshot')}, {self.say('snapshot_hash')}", self.worked.snapshot.hash),
            (self.say("snapshot_event"), str(manifest["event"])),
            (self.say("snapshot_at"), show(self.worked.taken)),
            (self.say("protocol"), f"{protocol.id} {protocol.version} ({protocol.hash[:16]})"),
            *arms,
            (self.say("software"), f"bedside {__version__}"),
            (self.say("computed_with"), computed_with()),
        ]

    @property
    def told(self) -> list[str]:
        """What a reader has to know of the snapshot."""
        return [each.say(self.language) for each in self.worked.told]

    @property
    def assumptions(self) -> list[tuple[str, str]]:
        """The questions to the sponsor that the analyses stand on, and what is taken meanwhile."""
        promised = self.worked.promised
        names = [name for each in promised.sets for name in each.assumptions]
        names += [name for each in promised.estimands for name in each.assumptions]
        names += promised.baseline.assumptions if promised.baseline else ()
        held = [self.worked.protocol.assumption(name) for name in dict.fromkeys(names)]
        return [(each.question.say(self.language), each.taken.say(self.language)) for each in held]

    @cached_property
    def flow(self) -> tuple[Table, ...]:
        return flow_tables(self.rows, self.worked, self.language)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tables_of(self.rows, self.worked, self.language)

    def of(self, estimand: Estimand) -> list[Table]:
        """The tables of an outcome."""
        return [table for table in self.tables if table.outcome == estimand.outcome]

    def drawn(self, outcome: str) -> list[dict[str, object]]:
        """The figures of an outcome, or of everybody, as the template shows them."""
        return [
            {
                "name": each.name,
                "title": each.title.say(self.language),
                "caption": each.caption.say(self.language),
                "svg": Markup(each.svg[self.language]),
                "table": each.tables[self.language],
            }
            for each in self.figures.values()
            if each.outcome == outcome
        ]

    def heading(self, estimand: Estimand) -> str:
        """An outcome with its number."""
        return f"{estimand.outcome}. {self.worked.protocol.outcome(estimand.outcome).text.say(self.language)}"

    def estimand(self, estimand: Estimand) -> list[tuple[str, str]]:
        """Its attributes."""
        told = told_of(self.worked.promised, estimand)
        return [(head.say(self.language), what.say(self.language)) for head, what in told]

    def not_done(self, estimand: Estimand) -> list[str]:
        """Why nothing is compared, and of what else there is nothing."""
        rows = [row for row in self.rows if row.analysis == estimand.outcome and row.variable in NOT_DONE]
        return [self.say(row.variable, why=row.warnings[0]) for row in rows if row.value is None]

    @property
    def methods(self) -> list[str]:
        """Every method of a number."""
        return list(methods_run(self.rows, self.language))

    @property
    def not_run(self) -> str:
        """Which methods gave no number, and why."""
        return methods_not_run(self.rows, self.language)
