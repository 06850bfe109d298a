"""The estimands of a protocol, as its file of analyses writes them, held against its outcomes, forms and parameters.

An estimand may be written `like` another one: what it does not say itself is what the other says.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedside.protocol import building_supplementary as supplementary
from bedside.protocol.authoring import Trial
from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.estimands import (
    AnalysisSet,
    Baseline,
    Estimand,
    Exposure,
    Fall,
    Handling,
    Intercurrent,
    Listing,
    Membership,
    Method,
    Promised,
    Sensitivity,
    Strategy,
    Worst,
)
from bedside.protocol.model import Outcome
from bedside.protocol.wording import one

NEEDED = ("set", "events", "measure", "method", "analysis", "rests_on")
"""What an estimand says itself or takes from the one it is like."""


def promised(source: Source, trial: Trial, outcomes: tuple[Outcome, ...]) -> Promised:
    """What the protocol says of its analysis, the parameters it names noted as read.

    Raises ProtocolError, with file and line, for an outcome without an estimand or an estimand without an outcome, and
    for one that says less than it has to.
    """
    data = source.held.data
    sets = tuple(
        AnalysisSet(
            name, text(row), Membership(row["holds"]), text(row["more"]), names(row, "assumptions"),
            source.where("sets", name),
        )
        for name, row in data["sets"].items()
    )  # fmt: skip
    found = Promised(
        sets,
        tuple(_intercurrent(name, row) for name, row in data["intercurrent"].items()),
        tuple(_estimand(source, sets, outcome) for outcome in outcomes),
        _baseline(source),
        data.get("first_dose", ""),
        supplementary.over_time(data),
        data.get("comparator", ""),
        tuple(_intercurrent(name, row) for name, row in data.get("unobserved", {}).items()),
    )
    known = {outcome.id for outcome in outcomes}
    for name in data["estimands"]:
        if name not in known:
            raise source.refuse(f"no outcome is called “{name}”.", "Name an outcome.", "estimands", name)
    trial.note(_parameters(found), source.name)
    return found


def _intercurrent(name: str, row: Data) -> Intercurrent:
    return Intercurrent(name, text(row), row.get("event", ""), row.get("item", ""))


def _baseline(source: Source) -> Baseline | None:
    row = source.held.data.get("baseline")
    if row is None:
        return None
    worst = tuple((name, Worst(end)) for name, end in row["worst"].items())
    return Baseline(row["window"], worst, names(row, "assumptions"), source.where("baseline"))


def _parameters(found: Promised) -> list[str]:
    falls = [each.fall.least for each in found.estimands if each.fall]
    courses = [each.course.failing for each in found.estimands if each.course]
    return [*falls, *courses, *([found.baseline.window] if found.baseline else [])]


# --- one estimand -------------------------------------------------------------------------------------------------


def _estimand(source: Source, sets: tuple[AnalysisSet, ...], outcome: Outcome) -> Estimand:
    row, held = _whole(source, outcome.id), source.held.data
    if row["set"] not in {each.id for each in sets}:
        todo = f"There are: {', '.join(each.id for each in sets)}."
        raise source.refuse(f"no analysis set is called “{row['set']}”.", todo, "estimands", outcome.id, "set")
    return Estimand(
        outcome=outcome.id,
        set=row["set"],
        population=one(sets, "id", row["set"], "analysis set").text,
        treatment=text(row.get("treatment", held["treatment"])),
        variable=text(row["variable"]) if "variable" in row else outcome.text,
        events=tuple(_handling(source, outcome.id, name, each) for name, each in row["events"].items()),
        measure=text(row["measure"]),
        method=Method(row["method"]),
        analysis=text(row["analysis"]),
        rests_on=text(row["rests_on"]),
        sensitivity=tuple(_sensitivity(name, each) for name, each in row.get("sensitivity", {}).items()),
        fall=Fall(**row["fall"]) if "fall" in row else None,
        listing=_listing(row["listing"]) if "listing" in row else None,
        exposure=Exposure(row["exposure"]["per"], row["exposure"].get("during", "")) if "exposure" in row else None,
        endings=tuple(row.get("endings", {}).items()),
        assumptions=_assumptions(row, held),
        where=source.where("estimands", outcome.id),
        delta=supplementary.delta(row),
        course=supplementary.course(row),
        over_time=supplementary.scale(row),
        hierarchy=supplementary.hierarchy(row),
        missing=text(row["missing"]) if "missing" in row else None,
    )


def _assumptions(row: Data, held: Data) -> tuple[str, ...]:
    """What an estimand stands on, its supplementary analyses too."""
    blocks = [row, *(row.get(key, {}) for key in ("delta", "course", "hierarchy"))]
    blocks += [held.get("over_time", {})] if "over_time" in row else []
    return tuple(dict.fromkeys(name for block in blocks for name in names(block, "assumptions")))


def _whole(source: Source, outcome: str) -> Data:
    """What is written of an outcome's estimand, with what it takes from the one it is like."""
    rows: Mapping[str, Data] = source.held.data["estimands"]
    if outcome not in rows:
        todo = f"Write it: {source.name}, `estimands`, “{outcome}”."
        raise source.refuse(f"the outcome “{outcome}” has no estimand.", todo, "estimands")
    own = rows[outcome]
    if (other := own.get("like")) is not None:
        if other not in rows or "like" in rows[other]:
            todo = "Name an outcome whose estimand is written whole."
            raise source.refuse(f"“{other}” is no estimand to be like.", todo, "estimands", outcome, "like")
        taken = {key: value for key, value in rows[other].items() if key not in supplementary.OWN}
        own = {**taken, **own}
    if lacking := [key for key in NEEDED if key not in own]:
        todo = "Write it, or name an estimand that has it: `like`."
        raise source.refuse(f"the estimand of “{outcome}” lacks “{lacking[0]}”.", todo, "estimands", outcome)
    return own


def _handling(source: Source, outcome: str, name: str, row: Data) -> Handling:
    known = source.held.data["intercurrent"]
    if name not in known:
        todo = f"There are: {', '.join(known)}."
        what = f"no intercurrent event is called “{name}”."
        raise source.refuse(what, todo, "estimands", outcome, "events", name)
    return Handling(name, Strategy(row["strategy"]), text(row))


def _listing(row: Data) -> Listing:
    return Listing(row["form"], row["began"], names(row, "by"))


def _sensitivity(name: str, row: Data) -> Sensitivity:
    return Sensitivity(name, text(row), row.get("set", ""), names(row, "without"), row.get("after", ""),
                       row.get("from_first_dose", False))  # fmt: skip
