"""Everything that the analyses read: the protocol, its promises, the participants, and when the snapshot was taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bedside.analysis.arms import Arms, assigned, read_arms
from bedside.analysis.closing import Closed, closed_of
from bedside.analysis.known_words import check_words
from bedside.analysis.people import Answer, Person, people_of, reduced_of
from bedside.analysis.snapshot import Snapshot, check_columns, open_snapshot, told_versions
from bedside.design.stated import Stated, of_protocol
from bedside.errors import DesignError, UsageError
from bedside.protocol.estimands import AnalysisSet, Estimand, Membership, Promised
from bedside.protocol.loading import load_versions
from bedside.protocol.model import Duration, Endpoint, Protocol
from bedside.protocol.wording import one
from bedside.rules.nodes import Named, walk
from bedside.statistics.stages import InForce
from bedside.values.moment import Moment, moment, read_length
from bedside.values.wording import Text


@dataclass(frozen=True)
class Worked:
    """A trial and a snapshot of it, ready to be analysed.

    `reduced` are those of whom a cut for safety holds only what must be reported: no set holds them.
    """

    protocol: Protocol
    promised: Promised
    snapshot: Snapshot
    people: tuple[Person, ...]
    arms: Arms | None = None
    reduced: tuple[Person, ...] = ()

    @cached_property
    def taken(self) -> Moment:
        """When the last thing in the snapshot was recorded."""
        return moment(str(self.snapshot.manifest["at"]))

    @cached_property
    def closed(self) -> Closed | None:
        """That the trial closed to inclusion, where the snapshot tells so."""
        return closed_of(self.snapshot)

    @property
    def reached(self) -> int:
        """How many were included. Whoever objects to the use of their data was: no analysis will ever hold them."""
        return len(self.people) + int(self.snapshot.manifest["counts"]["objected"])

    @cached_property
    def design(self) -> Stated | None:
        """What the number of participants stands on, None where the protocol states none."""
        return of_protocol(self.protocol, {}) if self.protocol.design else None

    @cached_property
    def in_force(self) -> InForce | None:
        """The looks that the protocol adopts, None where there is one analysis.

        Raises DesignError, with its place in the protocol, where their boundaries contradict each other.
        """
        held = self.design.in_force if self.design else None
        if held is None or self.design is None:
            return None
        found = InForce(held.monitoring, self.design.asked)
        try:
            _ = found.plan
        except DesignError as error:
            where = f"{self.protocol.where}: design, {held.id}, {error.where}"
            raise DesignError(error.what, where, error.todo) from error
        return found

    @cached_property
    def named(self) -> Mapping[str, Named]:
        """What bears a name within the rules of outcomes, such as the components of a score; of two the first."""
        rules = (each.rule for endpoint in self.protocol.endpoints for each in endpoint.evaluations)
        nodes = [node for rule in rules for node in walk(rule) if isinstance(node, Named)]
        return {node.name: node for node in reversed(nodes)}

    @cached_property
    def scores(self) -> frozenset[str]:
        """The names of the scores that the analyses name or the cut tells day by day."""
        named = {each.fall.score for each in self.promised.estimands if each.fall}
        return frozenset(
            named | {score for person in self.people for score, component, _ in person.scores if not component}
        )

    @property
    def one_group(self) -> bool:
        """Whether everybody receives the same treatment, so that nothing can be compared."""
        return len(self.protocol.arms) == 1

    @property
    def stated(self) -> str:
        """The word of the statement on comparisons: of a single group, of groups that are compared or that are not."""
        if self.one_group:
            return "one_group"
        return "groups" if self.arms is not None and self.promised.comparator else "no_groups"

    @property
    def told(self) -> tuple[Text, ...]:
        """What a reader has to know of the snapshot."""
        found = told_versions(self.snapshot)
        return (found,) if found else ()

    def set(self, name: str) -> AnalysisSet:
        """An analysis set by its id."""
        return one(self.promised.sets, "id", name, "analysis set")

    def members(self, name: str) -> tuple[Person, ...]:
        """Whom an analysis set holds."""
        return tuple(person for person in self.people if belongs(person, self.set(name).holds))

    def endpoints(self, estimand: Estimand) -> tuple[Endpoint, ...]:
        """The rules that work out an outcome at a moment, part by part."""
        return tuple(each for each in self.protocol.endpoints if each.outcome == estimand.outcome)

    def durations(self, estimand: Estimand) -> tuple[Duration, ...]:
        """The times to an ending that an outcome is, part by part."""
        return tuple(each for each in self.protocol.durations if each.outcome == estimand.outcome)

    def intercurrent(self, event: str) -> str:
        """The intercurrent event that is this event of the schedule; empty where none is."""
        return next((each.id for each in self.promised.intercurrent if each.event == event), "")

    def visit(self, outcome: str) -> str:
        """The visits at which an outcome is taken."""
        return " ".join(self.protocol.outcome(outcome).visits)

    def days(self) -> tuple[int, ...]:
        """The days of the visits that do not repeat, after inclusion: where curves are read."""
        visits = self.protocol.schedule.visits
        return tuple(sorted({each.day for each in visits if each.day > 0 and each.until_day is None}))


def work_on(trial: str, path: Path, arms: Path | None = None, safety: bool = False) -> Worked:
    """Open a snapshot for the analysis of a trial, with the list of `arms` if its groups are to be compared.

    With `safety` one that was taken for safety is opened too.

    Raises what `load_versions` and `work_with` raise.
    """
    return work_with(load_versions(trial), path, arms, safety)


def work_with(
    versions: Sequence[Protocol], path: Path, arms: Path | None = None, safety: bool = False
) -> Worked:  # fmt: skip
    """The same with every version of the protocol at hand, oldest first; `version_of` says which one is analysed.

    Raises UsageError where it does not say what is estimated, and what `open_snapshot`, `check_words`, `people_of`,
    `reduced_of` and `read_arms` raise.
    """
    snapshot = open_snapshot(path, versions, safety)
    protocol = version_of(snapshot, versions)
    if protocol.promised is None:
        todo = "Write its estimands in a file, and name it: `analysis: analysis.yaml`."
        raise UsageError(f"{protocol.id} does not say what is estimated.", protocol.where, todo)
    check_columns(snapshot, protocol, str(path))
    check_words(snapshot, protocol, str(path))
    people = people_of(snapshot, protocol, str(path))
    reduced = reduced_of(snapshot, protocol, str(path))
    if arms is None:
        return Worked(protocol, protocol.promised, snapshot, people, reduced=reduced)
    held = read_arms(arms, protocol, people)
    return Worked(protocol, protocol.promised, snapshot, assigned(people, held), held, reduced)


def version_of(snapshot: Snapshot, versions: Sequence[Protocol]) -> Protocol:
    """The version that says what is estimated: the newest that does and under which somebody in the cut was included.

    The cut alone decides, so that a command and a page, which may have different later versions at hand, say the same.
    Where none of these says it, or nobody is in the cut, it is the newest that the cut states, as far as it is here.
    """
    used = {str(row["protocol"]) for row in snapshot.tables["participants"]}
    stated = {each.version for each in versions if snapshot.manifest["versions"].get(each.version) == each.hash}
    told = [each for each in versions if each.promised is not None]
    for names in (used, stated):
        if known := [each for each in told if each.version in names]:
            return known[-1]
    return versions[-1]


def belongs(person: Person, holds: Membership) -> bool:
    """Whether an analysis set of this kind holds somebody."""
    match holds:
        case Membership.INCLUDED:
            return True
        case Membership.TREATED:
            return person.dosed is not None
        case Membership.ELIGIBLE:
            return person.eligible == "met"


def asked_at(endpoint: Endpoint) -> int:
    """How long after inclusion the last of an endpoint's evaluations is asked."""
    return max(read_length(each.after) for each in endpoint.evaluations)


def counted_to(endpoint: Endpoint) -> int:
    """How long after inclusion events are counted: to the first evaluation; a later one confirms that all are there."""
    return min(read_length(each.after) for each in endpoint.evaluations)


def due(person: Person, endpoint: Endpoint, taken: Moment) -> bool:
    """Whether the moment of an endpoint had come when the snapshot was taken."""
    return person.included + asked_at(endpoint) <= taken


def answer_of(person: Person, endpoint: Endpoint) -> Answer | None:
    """What the rules say of somebody, None where the snapshot has no answer."""
    return person.answers.get((endpoint.outcome, endpoint.part))
