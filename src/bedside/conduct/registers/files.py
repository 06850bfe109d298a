"""The registers as rows of a file: a header, then a line each, in the words of the machine and ISO 8601."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from bedside.conduct.registers import activation, breaches, delegation, training
from bedside.conduct.registers.models import LogSignature
from bedside.values.moment import Moment, to_datetime

Rows = Iterator[Sequence[object]]


def rows(log: str, site: str) -> Rows:
    """A log of a site. Raises KeyError for one there is not."""
    return LOGS[log](site)


def deviation_rows(sites: Collection[str]) -> Rows:
    """The deviations of these sites."""
    yield ("number", "site", "participant", "kind", "criterion", "found", "told", "state", "severity", "sponsor_aware",
           "because", "notify_by", "notified", "reference", "late", "open_measures")  # fmt: skip
    for each in breaches.deviations(sites):
        held, classified = each.deviation, each.classified
        notified = getattr(held, "notified", None)
        yield (
            held.pk, held.event.site, held.event.participant, held.kind, held.criterion, _utc(held.found_us),
            held.told or "", each.state.value, classified.severity if classified else "",
            _utc(classified.aware_us) if classified else "", (classified.told or "") if classified else "",
            _utc(each.due), _utc(notified.at_us) if notified else "", notified.reference if notified else "",
            "yes" if each.late else "no", len(each.undone),
        )  # fmt: skip


def _deviations(site: str) -> Rows:
    return deviation_rows([site])


def _delegation(site: str) -> Rows:
    yield ("user", "tasks", "from", "to", "standing", "delegated_by", "delegated", "signed_as", "accepted",
           "accepted_as", "ended_because")  # fmt: skip
    for each in delegation.log(site):
        held = each.delegated
        accepted, ended = getattr(held, "accepted", None), getattr(held, "ended", None)
        yield (
            held.user.username, held.tasks, held.from_day, each.last, each.standing.value, held.event.actor,
            _utc(held.event.at_us), _name(each.given), _utc(accepted.event.at_us) if accepted else "",
            _name(each.taken),
            (ended.event.reason or "") if ended else "",
        )  # fmt: skip


def _name(signature: LogSignature | None) -> str:
    return (signature.signed_as or "") if signature else ""


def _training(site: str) -> Rows:
    yield ("user", "topic", "version", "day", "reference", "recorded_by", "recorded")
    for _, held in training.trainings({user for user, _ in delegation.staff(site)}):
        yield (held.user.username, held.topic, held.version, held.day, held.reference, held.event.actor,
               _utc(held.event.at_us))  # fmt: skip


def _initiation(site: str) -> Rows:
    yield ("item", "since", "reference", "noted_by", "noted")
    for each in activation.checklist(site):
        held = each.held
        yield (each.name, held.day if held else "", held.reference if held else "", held.event.actor if held else "",
               _utc(held.event.at_us) if held else "")  # fmt: skip


LOGS: Mapping[str, Callable[[str], Rows]] = {
    "deviations": _deviations, "delegation": _delegation, "training": _training, "initiation": _initiation,
}  # fmt: skip
"""The logs of a site, by the names of their files."""


def _utc(at_us: int | None) -> str:
    return "" if at_us is None else to_datetime(Moment(at_us)).strftime("%Y-%m-%dT%H:%M:%SZ")
