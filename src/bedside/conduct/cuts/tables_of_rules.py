"""What the rules say of each participant, as the screens show it: criteria, scores, computed items, results, outcomes.

What a rule leaves open is a range, with what was unknown beside it. Everything is asked of the chart that the cut's
canonical records hold, so that whoever reads those again finds the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.conduct.casebook.bench import bench_of
from bedside.conduct.casebook.computing import computed_items, rules_of
from bedside.conduct.casebook.gate import gate_of
from bedside.conduct.casebook.grid import Column as GridColumn
from bedside.conduct.casebook.grid import grid
from bedside.conduct.casebook.models import Computed, Sheet
from bedside.conduct.cuts.columns import code, number, text, time, whole
from bedside.conduct.cuts.leaving import One
from bedside.conduct.cuts.listings import Listing, Read
from bedside.conduct.inclusion.scoring import days_of, scores_at
from bedside.conduct.laboratory.judging import FLAGS, Judged
from bedside.conduct.laboratory.models import Range
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.evaluating import evaluate, time_to
from bedside.protocol.model import CriterionKind
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import variables
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import Moment
from bedside.values.variable import Variable
from bedside.values.wording import Text

ALL = "eligible"
"""What stands for the criterion where a row is about all of them together."""
UNIT = text("unit", "unit of low and high (UCUM)", "unité de low et high (UCUM)")
VERDICTS = {
    "met": Text("met", "rempli"), "not met": Text("not met", "non rempli"),
    "cannot tell": Text("cannot be told", "indéterminé"),
}  # fmt: skip
KINDS = {
    CriterionKind.INCLUSION: Text("inclusion", "inclusion"), CriterionKind.EXCLUSION: Text("exclusion", "exclusion"),
    ALL: Text("all criteria together", "tous les critères ensemble"),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What one rule says of somebody: `of` and `part` say which, `at` (on which `day` from inclusion) when it is asked
    about; `cause` why a time ended."""

    of: str
    part: str
    value: Interval
    unit: str = ""
    missing: tuple[str, ...] = ()
    at: Moment | None = None
    day: int | None = None
    cause: str = ""


def _range(unit: bool = True) -> tuple[Read, ...]:
    """The two ends of a rule's answer, and what was unknown."""
    ends: tuple[Read, ...] = (
        (number("low", "the least that it can be", "le moins que ce puisse être"), lambda said: said.value.low),
        (number("high", "the most that it can be", "le plus que ce puisse être"), lambda said: said.value.high),
        (text("missing", "what was unknown, and why", "ce qui était inconnu, et pourquoi"),
         lambda said: "; ".join(said.missing)),
    )  # fmt: skip
    return (*ends[:2], (UNIT, lambda said: said.unit), ends[2]) if unit else ends


def unknown_in(*meanings: Meaning) -> tuple[str, ...]:
    """What left an answer open, and why, once each."""
    return tuple(sorted({str(each) for meaning in meanings for each in meaning.unknown}))


# --- criteria ---------------------------------------------------------------------------------------------------------


def _criteria(one: One) -> Iterator[Said]:
    chart, at = one.known.chart, one.inclusion
    for name, kind, rule in [
        *((each.id, each.kind.value, each.rule) for each in one.protocol.criteria), (ALL, ALL, one.protocol.population)
    ]:  # fmt: skip
        meaning = ask(rule, chart, at, one.told)
        yield Said(name, kind, meaning.value, missing=unknown_in(meaning), at=at)


def verdict_of(value: Interval) -> str:
    """A truth in one word."""
    return next(word for word, held in zip(VERDICTS, (MET, NOT_MET, CANNOT_TELL), strict=True) if value == held)


CRITERIA = Listing(
    "criteria", Text("criteria at inclusion, by what is known now", "critères à l’inclusion, selon ce qui est connu"),
    _criteria, (
        (text("criterion", "criterion", "critère"), lambda said: said.of),
        (code("kind", "kind of criterion", "nature du critère", KINDS), lambda said: said.part),
        (time("asked", "moment that it was asked about", "moment interrogé"), lambda said: said.at),
        (code("verdict", "what it comes to", "résultat", VERDICTS), lambda said: verdict_of(said.value)),
        *_range(unit=False),
    ),
)  # fmt: skip

# --- scores -----------------------------------------------------------------------------------------------------------


def _scores(one: One) -> Iterator[Said]:
    chart = one.known.chart
    for day, at in enumerate(days_of(one.inclusion, _last_record(one))):
        for score in scores_at(one.protocol, chart, at, one.told):
            for part in (score.total, *score.parts):
                named, meaning = "" if part is score.total else part.name, part.meaning
                yield Said(score.total.name, named, part.value, meaning.rule.unit, unknown_in(meaning), at, day)


def _last_record(one: One) -> Moment:
    """The last moment of which anything is recorded that the criteria read: until then, scores say something."""
    read = variables(one.protocol.population)
    facts = (fact for name in read for fact in one.known.chart.facts.get(name, ()))
    return Moment(max((fact.start for fact in facts), default=one.inclusion))


SCORES = Listing(
    "scores", Text("scores at inclusion and at the end of each day since, as far as anything is recorded",
                   "scores à l’inclusion puis à la fin de chaque jour, tant que quelque chose est consigné"),
    _scores, (
        (text("score", "score", "score"), lambda said: said.of),
        (text("component", "component; empty: the total", "composante\u202f; vide\u00a0: le total"),
         lambda said: said.part),
        (whole("day", "day from inclusion", "jour depuis l’inclusion"), lambda said: said.day),
        (time("asked", "moment that it was asked about", "moment interrogé"), lambda said: said.at),
        *_range(),
    ),
)  # fmt: skip

# --- outcomes ---------------------------------------------------------------------------------------------------------


def _outcomes(one: One) -> Iterator[Said]:
    chart, inclusion, told = one.known.chart, one.inclusion, one.told
    for each in one.protocol.endpoints:
        found = evaluate(each, chart, inclusion, told)
        missing = () if found.verdict.value.known else unknown_in(*found.answers.values())
        yield Said(each.outcome, each.part, found.verdict.value, each.verdict.unit, missing)
    for duration in one.protocol.durations:
        reached = time_to(duration, chart, inclusion, told)
        yield Said(duration.outcome, duration.part, reached.hours, "h", cause=reached.cause)


OUTCOMES = Listing(
    "outcomes", Text("outcomes as far as they are known: yes is 1, no is 0",
                     "critères de jugement, selon ce qui est connu\u00a0: oui vaut 1, non vaut 0"), _outcomes, (
        (text("outcome", "outcome of the protocol", "critère de jugement du protocole"), lambda said: said.of),
        (text("part", "part of it, where it has several", "partie, s’il en a plusieurs"), lambda said: said.part),
        *_range(),
        (text("cause", "of a time: why it ended", "d’une durée\u00a0: pourquoi elle s’est terminée"),
         lambda said: said.cause),
    ),
)  # fmt: skip

# --- what the rules worked out on forms -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A version of a computed item, whether it is the one that stands, and what it stands on."""

    sheet: Sheet
    row: Computed
    stands: bool
    inputs: Mapping[str, Any]

    @property
    def unit(self) -> str:
        """Of its rule."""
        rule = rules_of(protocol_of(self.sheet.version)).get(self.inputs["rule"])
        return "" if rule is None else rule.unit


def _computed(one: One) -> Iterator[Kept]:
    for written in one.written:
        sheet = written.sheet
        stands = {each.item: each.number for each in written.computed}
        order = [item.id for item in computed_items(protocol_of(sheet.version).form(sheet.form))]
        for row in sorted(written.computed, key=lambda each: (order.index(each.item), each.number)):
            yield Kept(sheet, row, stands[row.item] == row.number, json.loads(row.inputs))


COMPUTED = Listing(
    "computed", Text("what the rules work out on forms", "ce que calculent les règles sur les formulaires"),
    _computed, (
        (text("form", "form", "formulaire"), lambda kept: kept.sheet.form),
        (text("item", "item of the form", "élément du formulaire"), lambda kept: kept.row.item),
        (text("rule", "rule of the protocol", "règle du protocole"), lambda kept: kept.inputs["rule"]),
        (whole("version", "which version, from 1", "version, à partir de 1"), lambda kept: kept.row.number),
        (whole("latest", "1: the version that stands", "1\u00a0: la version en vigueur"), lambda kept: kept.stands),
        (number("low", "the least that it can be", "le moins qu’elle puisse être"), lambda kept: kept.row.low),
        (number("high", "the most that it can be", "le plus qu’elle puisse être"), lambda kept: kept.row.high),
        (UNIT, lambda kept: kept.unit),
        (time("asked", "moment that it was asked about", "moment interrogé"), lambda kept: kept.inputs["at_us"]),
        (text("inputs", "events of the entries it stands on", "événements des saisies dont elle dépend"),
         lambda kept: " ".join(map(str, kept.inputs["entries"]))),
        (text("missing", "what was unknown, and why", "ce qui était inconnu, et pourquoi"),
         lambda kept: "; ".join(kept.inputs["missing"])),
        (time("saved", "when it was worked out", "quand elle a été calculée"), lambda kept: kept.row.event.at_us),
    ), sheet=lambda kept: kept.sheet,
)  # fmt: skip

# --- results, judged --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """A result with what it is judged by."""

    column: GridColumn
    variable: Variable
    judged: Judged

    @property
    def range(self) -> Range | None:
        """The range of its laboratory."""
        return self.judged.range


def _results(one: One) -> Iterator[Result]:
    bench, gate = bench_of(one.person, one.protocol, one.known), gate_of(one.person, one.protocol)
    for row in grid(bench, one.sheets, gate, frozenset(), {})[1]:
        for cell in row.cells:
            if cell.judged is not None:
                yield Result(cell.column, row.variable, cell.judged)


LABORATORY = Listing(
    "laboratory", Text("results, judged as the screens judge them", "résultats, jugés comme à l’écran"), _results, (
        (text("form", "form", "formulaire"), lambda result: result.column.form.id),
        (text("variable", "analyte", "analyte"), lambda result: result.variable.name),
        (text("unit", "unit of value and limits (UCUM)", "unité de la valeur et des limites (UCUM)"),
         lambda result: result.variable.unit),
        (time("sampled", "when it was sampled", "quand il a été prélevé"), lambda result: result.column.at),
        (number("low", "the least that it can be", "le moins qu’il puisse être"),
         lambda result: result.judged.value.low),
        (number("high", "the most that it can be", "le plus qu’il puisse être"),
         lambda result: result.judged.value.high),
        (code("flag", "against its range", "par rapport aux valeurs de référence", FLAGS),
         lambda result: result.judged.flag),
        (text("range_low", "lower limit, as the laboratory gives it", "limite inférieure du laboratoire"),
         lambda result: result.range and result.range.low),
        (text("range_high", "upper limit, as the laboratory gives it", "limite supérieure du laboratoire"),
         lambda result: result.range and result.range.high),
        (text("range_unit", "unit of the range", "unité des limites"),
         lambda result: result.range and result.range.unit),
        (text("ctcae", "version of CTCAE", "version du CTCAE"), lambda result: result.judged.version),
        (text("grade", "worst grade (+: a condition may raise it; ?: cannot be told)",
              "pire grade (+\u00a0: une condition peut l’élever\u202f; ?\u00a0: indéterminé)"),
         lambda result: result.judged.brief and result.judged.brief.en),
        (text("baseline_grade", "grade of the baseline", "grade de la valeur initiale"),
         lambda result: result.judged.baseline_brief and result.judged.baseline_brief.en),
    ), sheet=lambda result: result.column.sheet,
)  # fmt: skip

LISTINGS = (CRITERIA, SCORES, OUTCOMES, COMPUTED, LABORATORY)
