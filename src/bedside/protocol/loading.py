"""A trial's folder -> Protocol.

    trials/NAME/protocol.yaml   structure and numbers
                criteria.py     the logic of the criteria (and endpoints.py that of the outcomes,
                alerts.py that of what is to be considered)
                analysis.yaml   the estimands, where protocol.yaml names it
                forms/*.yaml    the casebook
                amendments/*.yaml   differences, each to one version
                patients/*.yaml     worked cases

`load` runs the trial's Python; what is approved, stored and exchanged is the artefact (see `artefact`), which
does not. A path wins over a trial shipped with bedside.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any as Anything

import bedside
from bedside.errors import BedsideError, ProtocolError
from bedside.protocol import (
    amendments,
    artefact,
    building,
    building_alerts,
    building_design,
    building_estimands,
    building_forms,
    building_products,
    building_samples,
)
from bedside.protocol.amendments import MAIN
from bedside.protocol.authoring import Logic, Trial, Warned, no_rule
from bedside.protocol.building import Source
from bedside.protocol.building_infection import with_infection
from bedside.protocol.building_safety import with_safety
from bedside.protocol.checking_estimands import check_estimands
from bedside.protocol.estimands import Promised
from bedside.protocol.marked_yaml import Marked
from bedside.protocol.model import (
    Alert,
    Criterion,
    CriterionKind,
    Duration,
    Endpoint,
    Form,
    ItemKind,
    Outcome,
    Protocol,
    Schedule,
)
from bedside.protocol.quoting import quoted
from bedside.protocol.schema import check_shape
from bedside.protocol.trial_files import TrialFiles
from bedside.records.dictionary import dictionary
from bedside.rules.nodes import Named, walk
from bedside.values.variable import Variable

WRITTEN: Mapping[str, tuple[Anything, str]] = {
    "criteria": (Logic, "Logic"),
    "endpoints": (Endpoint | Duration, "Endpoint or Duration"),
    "alerts": (Warned, "alerts"),
}
"""What the function of each file of logic returns a list of, and its name."""
PARTS = frozenset({".yaml", ".py"})
"""How the names of files end that a protocol is made of."""
PLACES = (".", "forms", "amendments")
"""Where these stand in the folder of a trial."""
RULE_HAS = frozenset({"truth", "unit", "range"})
"""What the algebra reads of every rule it is given: something without it is no rule."""


def shipped() -> tuple[str, ...]:
    """The names of the trials that come with bedside."""
    folder = _shipped_folder()
    return tuple(sorted(each.parent.name for each in folder.glob(f"*/{MAIN}")))


def _shipped_folder() -> Path:
    """`bedside/trials` in a wheel, `trials` beside `src` in a checkout."""
    package = Path(str(files("bedside")))
    inside = package / "trials"
    return inside if inside.is_dir() else Path(bedside.__file__).parents[2] / "trials"


def find_trial(name: str | Path) -> Path:
    """The folder of a trial: a path to it (or to its protocol.yaml), else the name of one that is shipped."""
    path = Path(name)
    places = [path.parent if path.name == MAIN else path]
    if str(path.parent) in (".", "trials"):  # a name, not a path that leads elsewhere
        places.append(_shipped_folder() / path.name)
    for folder in places:
        if (folder / MAIN).is_file():
            return folder
    listed = ", ".join(shipped()) or "none"
    raise ProtocolError(
        f"“{name}” is neither a folder with a {MAIN} nor a trial that comes with bedside.",
        todo=f"Check the path; shipped trials: {listed}.",
    )


def load(name: str | Path, version: str | None = None) -> Protocol:
    """The protocol of a trial, in its latest version or in the one asked for.

    Raises ProtocolError (file, line, remedy) when it does not load, AmendmentError when amendments collide.
    """
    chain = load_versions(name)
    if version is None:
        return chain[-1]
    for protocol in chain:
        if protocol.version == version:
            return protocol
    listed = ", ".join(protocol.version for protocol in chain)
    raise ProtocolError(f"{chain[0].id} has no version “{version}”.", todo=f"There are: {listed}.")


def load_versions(name: str | Path) -> tuple[Protocol, ...]:
    """Every version of a trial's protocol, oldest first; files that are as they were are not read a second time."""
    folder = find_trial(name)
    return _versions_of(folder, folder.resolve(), _content(folder))


def _content(folder: Path) -> str:
    """What stands in a trial's folder that a protocol may be made of, as one digest."""
    held = hashlib.sha256()
    found = (each for place in PLACES for each in (folder / place).glob("*"))
    for path in sorted(each for each in found if each.suffix in PARTS and each.is_file()):
        content = path.read_bytes()
        held.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode())
        held.update(content)
    return held.hexdigest()


@lru_cache(maxsize=4)
def _versions_of(folder: Path, place: Path, content: str) -> tuple[Protocol, ...]:
    """The versions, of a folder at a place with that content."""
    written = TrialFiles(folder)
    found = [_build(written, ())]
    for later in _amended(written, found[0].version):
        found.append(_build(later, (*found[-1].amended_from, found[-1].version)))
    return tuple(found)


def load_moved(protocol: Protocol, values: Mapping[str, str]) -> Protocol:
    """What a protocol that was loaded would be, were these parameters other quantities (`{"age": "16 a"}`).

    It is no version of anything and never approved: for questions of “what if”. Raises ProtocolError when a parameter
    is not there, or when the logic of the trial does not take the value.
    """
    written = TrialFiles(Path(protocol.where))
    first = written.read(MAIN).data["version"]
    all_written = {held.read(MAIN).data["version"]: held for held in (written, *_amended(written, first))}
    return _build(all_written[protocol.version].with_values(values), protocol.amended_from)


def _amended(written: TrialFiles, first: str) -> Iterator[TrialFiles]:
    """The files as each amendment leaves them, in order."""
    for amendment in amendments.in_order(amendments.read_amendments(written.folder), first):
        written = written.with_amendment(amendment)
        yield written


def _build(written: TrialFiles, amended_from: tuple[str, ...]) -> Protocol:
    folder, raw = written.folder, written.read(MAIN)
    check_shape(raw, "protocol")
    parameters = building.parameters(Source(raw, MAIN))
    trial = Trial({each.name: each for each in parameters}, {}, {})
    source, data = _quoted(trial, raw, MAIN), raw.data
    asked, own = building.questions(source), building.variables(source)
    questions = {question.name: question for question in asked}
    routes = building.consent_routes(source, questions)
    schedule = building.schedule(source)
    trial = replace(
        trial, questions=questions, consent_routes={each.id: each for each in routes},
        visits={each.id: each for each in schedule.visits}, variables={each.name: each for each in own},
    )  # fmt: skip
    known = {**dictionary(), **trial.variables, **{name: each.variable for name, each in questions.items()}}
    endpoints = _endpoints(folder, source, trial)
    forms = tuple(_form(written, source, i, trial, known) for i in range(len(data["forms"])))
    outcomes = building.outcomes(source)
    analysis = _analysis_file(written, source, trial)
    protocol = Protocol(
        id=data["id"],
        version=data["version"],
        text=building.text(source.held.data["title"]),
        record=building.record(source),
        parameters=parameters,
        questions=asked,
        criteria=_criteria(folder, source, trial),
        consent_routes=routes,
        arms=building.arms(source),
        outcomes=outcomes,
        endpoints=tuple(each for each in endpoints if isinstance(each, Endpoint)),
        schedule=schedule,
        forms=forms,
        costs=building.costs(source),
        assumptions=building.assumptions(source),
        variables=own,
        durations=tuple(each for each in endpoints if isinstance(each, Duration)),
        amended_from=amended_from,
        alerts=_alerts(folder, source, trial),
        samples=building_samples.samples(source, trial),
        products=building_products.products(source, forms, schedule),
        design=building_design.design(source, trial),
        promised=_promised(analysis, trial, outcomes),
        where=str(folder),
    )
    protocol = replace(protocol, parameters=tuple(replace(p, read_by=trial.read_by(p.name)) for p in parameters))
    _check_references(source, protocol)
    if analysis:
        check_estimands(analysis, protocol)
    return replace(protocol, hash=artefact.digest(protocol))


def _quoted(trial: Trial, held: Marked, name: str) -> Source:
    """A file of the trial with the parameters that its texts quote filled in."""
    filled, names = quoted(held, trial.parameters)
    trial.note(names, name)
    return Source(filled, name)


def _analysis_file(written: TrialFiles, source: Source, trial: Trial) -> Source | None:
    """The file of estimands that the protocol names, None where it names none."""
    name = source.held.data.get("analysis")
    if name is None:
        return None
    if "/" in name or not written.has(name):
        raise source.refuse(f"there is no {name} beside {MAIN}.", "Write it, or take the line out.", "analysis")
    held = written.read(name)
    check_shape(held, "analysis")
    return _quoted(trial, held, name)


def _promised(analysis: Source | None, trial: Trial, outcomes: tuple[Outcome, ...]) -> Promised | None:
    return None if analysis is None else building_estimands.promised(analysis, trial, outcomes)


def _form(written: TrialFiles, source: Source, index: int, trial: Trial, known: Mapping[str, Variable]) -> Form:
    name = source.held.data["forms"][index]
    file = f"forms/{name}.yaml"
    if not written.has(file):
        raise source.refuse(f"there is no {file}.", "Write it, or take it off the list.", "forms", index)
    held = written.read(file)
    check_shape(held, "form")
    own = _quoted(trial, held, file)
    if held.data["id"] != name:
        raise own.refuse(f"the form is called “{held.data['id']}”.", f"Call it “{name}”, as its file.", "id")
    return with_infection(own, with_safety(own, building_forms.form(own, known)))


# --- logic ------------------------------------------------------------------------------------------------


def _criteria(folder: Path, source: Source, trial: Trial) -> tuple[Criterion, ...]:
    path, written = _logic(folder, source, "criteria", trial)
    for name in set(source.held.data["criteria"]["inclusion"]) & set(source.held.data["criteria"]["exclusion"]):
        todo = "Give each criterion an id of its own."
        raise source.refuse(f"“{name}” is an inclusion criterion too.", todo, "criteria", "exclusion", name)
    rows = {(kind, name) for kind, listed in source.held.data["criteria"].items() for name in listed}
    logic: dict[tuple[str, str], Logic] = {}
    for each in written:
        key = (each.kind.value, each.id)
        if key in logic or key not in rows:
            why = "is written twice" if key in logic else f"is no {each.kind} criterion of {MAIN}"
            raise ProtocolError(f"“{each.id}” {why}.", str(path), "Correct the one or the other.")
        logic[key] = each
    return tuple(
        _criterion(source, path, CriterionKind(kind), name, logic.get((kind, name)))
        for kind, listed in source.held.data["criteria"].items()
        for name in listed
    )


def _criterion(source: Source, path: Path, kind: CriterionKind, name: str, logic: Logic | None) -> Criterion:
    row = source.held.data["criteria"][kind][name]
    if logic is None:
        raise source.refuse(
            f"{path.name} holds no rule for the criterion “{name}”.", f'Add {kind}("{name}", ...) to it.',
            "criteria", kind.value, name,
        )  # fmt: skip
    words = building.text(row)
    with source.at("criteria", kind.value, name):
        if not logic.rule.truth or (logic.data is not None and not logic.data.truth):
            raise ProtocolError(f"the rule of “{name}” is not yes or no.", todo="Compare the number with something.")
        citation = f"{source.held.data['record']['file']}:{row['at']}"
        return Criterion(
            id=name,
            kind=kind,
            said=building.said_for_certain(row),
            text=words,
            rule=Named(name, logic.rule, words.pairs, citation),
            data_rule=None if logic.data is None else Named(f"{name}_data", logic.data, words.pairs, citation),
            condition=None if logic.condition is None else _condition(name, logic),
            parts=tuple(building.said_for_certain(part) for part in row.get("parts", ())),
            assumptions=building.names(row, "assumptions"),
            where=source.where("criteria", kind.value, name),
        )


def _condition(name: str, logic: Logic) -> Named:
    condition = logic.condition
    assert condition is not None
    return condition if isinstance(condition, Named) else Named(f"{name}_concerns", condition)


def _endpoints(folder: Path, source: Source, trial: Trial) -> tuple[Endpoint | Duration, ...]:
    if "endpoints" not in source.held.data.get("logic", {}):
        return ()
    path, written = _logic(folder, source, "endpoints", trial)
    seen: set[str] = set()
    for each in written:
        if each.name in seen or each.outcome not in source.held.data["outcomes"]:
            why = "is written twice" if each.name in seen else f"is no outcome of {MAIN}"
            raise ProtocolError(f"“{each.name}” {why}.", str(path), "Correct the one or the other.")
        seen.add(each.name)
    return tuple(written)


def _alerts(folder: Path, source: Source, trial: Trial) -> tuple[Alert, ...]:
    if "alerts" not in source.held.data:
        return ()
    path, written = _logic(folder, source, "alerts", trial)
    return building_alerts.alerts(source, path, written)


def _logic(folder: Path, source: Source, what: str, trial: Trial) -> tuple[Path, Sequence[Anything]]:
    name = source.held.data.get("logic", {}).get(what, f"{what}.py")
    path = folder / name
    if path.parent != folder or not path.is_file():
        raise source.refuse(f"there is no {name} beside {MAIN}.", "Write it.", "logic", what)
    return path, _run(path, what, trial)


def _run(path: Path, what: str, trial: Trial) -> Sequence[Anything]:
    """Run a trial's Python and call its function. Errors in it become ProtocolErrors at its own line."""
    module = ModuleType(f"bedside_trial_{path.parent.name}_{path.stem}")
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
        function: Callable[[Trial], Sequence[Anything]] | None = module.__dict__.get(what)
        if function is None:
            raise ProtocolError(f"{path.name} has no function “{what}”.", f"{path}:1", f"Define {what}(trial).")
        wanted, name = WRITTEN[what]
        with trial.reading(path.name):
            written = function(trial)
        if not isinstance(written, list | tuple) or not all(isinstance(each, wanted) for each in written):
            raise ProtocolError(f"“{what}” does not return a list of {name}.", f"{path}:1", "Correct it.")
        return written
    except SyntaxError as error:
        raise ProtocolError(f"this is not Python: {error.msg}.", f"{path}:{error.lineno}", "Correct it.") from None
    except ProtocolError as error:
        if error.where.startswith(str(path)):
            raise
        raise ProtocolError(error.what, _line_in(path), error.todo) from error
    except BedsideError as error:
        what_for = f"{error.where}: {error.what}" if error.where else error.what
        raise ProtocolError(what_for, _line_in(path), error.todo) from error
    except AttributeError as error:
        if isinstance(error.obj, bool | set | list | tuple | Variable) and error.name in RULE_HAS:
            said = no_rule("the line", error.obj)
            raise ProtocolError(said.what, _line_in(path), said.todo) from error
        raise _stopped(error, path) from error
    except (Exception, SystemExit) as error:  # a trial's exit() must not end bedside without a word
        raise _stopped(error, path) from error


def _stopped(error: BaseException, path: Path) -> ProtocolError:
    told = f"the logic stops with {': '.join(filter(None, (type(error).__name__, str(error))))}."
    return ProtocolError(told, _line_in(path), "Correct it.")


def _line_in(path: Path) -> str:
    frames = traceback.extract_tb(sys.exc_info()[2])
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    return f"{path}:{lines[-1] if lines else 1}"


# --- names that point at other parts ------------------------------------------------------------------------


def _check_references(source: Source, protocol: Protocol) -> None:
    _check_assumptions(source, protocol)
    forms = {form.id: {item.id for item in form.items} for form in protocol.forms}
    visits = {visit.id for visit in protocol.schedule.visits}
    for outcome in protocol.outcomes:
        _check_outcome(source, outcome, visits, forms)
    for sample in protocol.samples:
        _check_items(source, sample.results, forms, "samples", sample.id, "results")
    _check_schedule(source, protocol.schedule, visits, set(forms))
    _check_computed(protocol)
    _check_first_dose(protocol, forms)
    _check_other_forms(protocol, forms)


def _check_first_dose(protocol: Protocol, forms: Mapping[str, set[str]]) -> None:
    for form in protocol.forms:
        first = form.safety.first_dose if form.safety else None
        if first is not None and first.item not in forms.get(first.form, set()):
            what = f"no form item is called “{first.form}.{first.item}”, the first administration of {form.id}."
            raise ProtocolError(what, f"{protocol.where}/{form.where}", "Name a form and its item: `first_dose`.")


def _check_other_forms(protocol: Protocol, forms: Mapping[str, set[str]]) -> None:
    """What a form names of other forms is there: its safety and its infection part, what its items vouch for."""
    told = {form.id for form in protocol.forms if form.safety}
    for form in protocol.forms:
        if form.infection and form.infection.event not in told:
            what = f"“{form.infection.event}” is no form of adverse events."
            raise ProtocolError(what, f"{protocol.where}/{form.where}", "Name one that has a `safety` part.")
        _check_up_to_date(protocol, form)
        for other, item in (*_of_report(form), *_of_infection(form)):
            if item not in forms.get(other, set()):
                what = f"no form item is called “{other}.{item}”."
                raise ProtocolError(what, f"{protocol.where}/{form.where}", "Name a form and its item.")


def _check_up_to_date(protocol: Protocol, form: Form) -> None:
    """What an item vouches for are forms that can be up to date: those on which every occurrence is written."""
    whole = {each.id for each in protocol.forms if each.complete}
    for item in form.items:
        for other in item.up_to_date:
            if other not in whole:
                what = f"“{other}” is no form on which every occurrence is written."
                where = f"{protocol.where}/{item.where or form.where}"
                raise ProtocolError(what, where, "Name a form that is `complete: true`.")


def _of_report(form: Form) -> Iterator[tuple[str, str]]:
    report = form.safety.case_report if form.safety else None
    if form.safety and report and report.patient:
        patient = report.patient
        yield from ((patient.form, name) for name in (patient.age, patient.age_at, patient.sex.item))
    if form.safety and report and report.doses:
        yield from ((form.safety.first_dose.form, name) for name in (report.doses.dose, report.doses.route))
    if report and report.death:
        yield from ((report.death.form, name) for name in (report.death.at, report.death.cause))


def _of_infection(form: Form) -> Iterator[tuple[str, str]]:
    for rows in form.infection.devices if form.infection else ():
        yield from ((rows.form, name) for name in (rows.began, rows.ended, rows.item))


def _check_outcome(source: Source, outcome: Outcome, visits: set[str], forms: Mapping[str, set[str]]) -> None:
    for i, visit in enumerate(outcome.visits):
        if visit not in visits:
            todo = "Name a visit of the schedule."
            raise source.refuse(f"no visit is called “{visit}”.", todo, "outcomes", outcome.id, "visits", i)
    _check_items(source, outcome.items, forms, "outcomes", outcome.id, "items")


def _check_items(source: Source, items: Sequence[str], forms: Mapping[str, set[str]], *pointer: str) -> None:
    for i, place in enumerate(items):
        form, _, item = place.partition(".")
        if item not in forms.get(form, set()):
            raise source.refuse(f"no form item is called “{place}”.", "Name it as form.item.", *pointer, i)


def _check_schedule(source: Source, schedule: Schedule, visits: set[str], forms: set[str]) -> None:
    listed: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    listed += [(("visits", visit.id, "forms"), visit.forms) for visit in schedule.visits]
    for event in schedule.events:
        listed.append((("events", event.id, "asks"), event.asks))
        for remaining in event.remains:
            if remaining.visit not in visits:
                raise source.refuse(
                    f"no visit is called “{remaining.visit}”.", "Name a visit of the schedule.",
                    "schedule", "events", event.id, "remains", remaining.visit,
                )  # fmt: skip
            listed.append((("events", event.id, "remains", remaining.visit), remaining.forms))
    for pointer, named in listed:
        for form in named:
            if form not in forms:
                todo = "Add it to `forms`, or name one of them."
                raise source.refuse(f"no form is called “{form}”.", todo, "schedule", *pointer)


def _check_computed(protocol: Protocol) -> None:
    """What a computed item shows is a rule that the protocol holds, by name."""
    rules = [criterion.rule for criterion in protocol.criteria]
    rules += [rule for each in protocol.endpoints for rule in (each.verdict, *(e.rule for e in each.evaluations))]
    rules += [rule for each in protocol.durations for rule in each.endings]
    known = {node.name for rule in rules for node in walk(rule) if isinstance(node, Named)}
    known |= {protocol.population.name}
    for form in protocol.forms:
        for item in form.items:
            if (item.kind is ItemKind.COMPUTED) != (item.rule in known):
                what = f"no rule is called “{item.rule}”." if item.rule else "a computed item without a rule."
                todo = "Name a rule of a criterion or an endpoint: `rule`."
                raise ProtocolError(what, f"{protocol.where}/{item.where}", todo)


def _check_assumptions(source: Source, protocol: Protocol) -> None:
    """Every assumption that is named exists, and every one that exists is named somewhere."""
    known = {assumption.name for assumption in protocol.assumptions}
    for group, thing in _assuming(protocol):
        for name in thing.assumptions:
            if name not in known:
                todo = "Describe it under `assumptions`, or name one that is there."
                raise source.refuse(f"no assumption is called “{name}”.", todo, *group)
    for form in protocol.forms:
        if strange := [name for name in form.assumptions if name not in known]:
            todo = "Describe it under `assumptions` of the protocol, or name one that is there."
            raise ProtocolError(f"no assumption is called “{strange[0]}”.", f"{protocol.where}/{form.where}", todo)
    for assumption in protocol.assumptions:
        if not protocol.used_in(assumption.name):
            todo = "Name it where it is used, or take it out."
            raise source.refuse("nothing uses this assumption.", todo, "assumptions", assumption.name)


def _assuming(protocol: Protocol) -> list[tuple[tuple[str, ...], Anything]]:
    groups: list[tuple[tuple[str, ...], Anything]] = [(("costs",), protocol.costs)]
    groups += [(("parameters", each.name), each) for each in protocol.parameters]
    groups += [(("questions", each.name), each) for each in protocol.questions]
    groups += [(("consent_routes", each.id), each) for each in protocol.consent_routes]
    groups += [(("criteria", each.kind.value, each.id), each) for each in protocol.criteria]
    groups += [(("outcomes", each.id), each) for each in protocol.outcomes]
    groups += [(("alerts", each.id), each) for each in protocol.alerts]
    groups += [(("samples", each.id), each) for each in protocol.samples]
    groups += [(("products", each.id), each) for each in protocol.products]
    groups += [(("schedule", "visits", each.id), each) for each in protocol.schedule.visits]
    groups += [(("schedule", "events", each.id), each) for each in protocol.schedule.events]
    if protocol.design:
        groups += [(("design", "monitoring", each.id), each) for each in protocol.design.monitoring]
    if protocol.promised:
        groups += [(("analysis",), each) for each in (*protocol.promised.sets, *protocol.promised.estimands)]
        groups += [(("analysis",), protocol.promised.baseline)] if protocol.promised.baseline else []
    for arm in protocol.arms:
        place = ("arms", arm.id, "interventions")
        groups += [((*place, each.name), each) for each in arm.interventions]
    return groups
