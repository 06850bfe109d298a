"""What a hospital records arrives with its origins: a pre-screened stay as a person in screening, or more of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings

from bedside.conduct.casebook.actions_computed import recompute
from bedside.conduct.casebook.gate import WHY, Closed, NoLawfulBasis, gate_of
from bedside.conduct.participants import actions
from bedside.conduct.participants.consent import Basis, Data
from bedside.conduct.participants.models import Imported, Person
from bedside.conduct.participants.reading import protocol_for, site_protocol
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.errors import NoSuchStay, UsageError
from bedside.protocol.model import Protocol
from bedside.rules.nodes import variables
from bedside.screening.one_stay import read_stay
from bedside.screening.sent_records import read_records
from bedside.values.moment import Moment
from bedside.values.variable import Answerer
from bedside.values.wording import Text

NO_STAY = Text("there is no stay {stay} in this source.", "cette source n’a pas de séjour {stay}.")
LOOK_AGAIN = Text("Compare the number with the hospital’s record.", "Comparez le numéro avec le dossier hospitalier.")


def sources() -> Mapping[str, str]:
    """The hospital sources of this study: what each is called here, and where it is (study.toml, `[sources]`)."""
    return {str(name): str(place) for name, place in settings.FOLDER.stated.get("sources", {}).items()}


def import_stay(by: Actor, site: str, source: str, stay: str, at: Moment | None = None) -> Person:
    """Begin the screening of a stay of a configured source, with the records that the criteria read.

    Every record is kept with its origin, as an entry of the trail of its own. Raises UsageError for a source that is
    not configured or a stay that is being screened already, NoSuchStay for one that the source does not have.
    """
    known = sources()
    if source not in known:
        listed = ", ".join(known) or "none"
        raise UsageError(f"there is no source {source}.", "study.toml", f"Configured under [sources]: {listed}.")
    try:
        found = read_stay(known[source], stay.strip(), site_protocol(site), at)
    except NoSuchStay as error:  # which says where its files are
        raise NoSuchStay(NO_STAY.filled(stay=stay.strip()), source, LOOK_AGAIN) from error
    return actions.screen(by, site, source, stay.strip(), found.facts, found.recorded)


def import_records(by: Actor, person: Person, records: Sequence[Mapping[str, str]]) -> list[Imported]:
    """Keep more canonical records of a person (see `screening.sent_records`), and work out anew what they change.

    One that is kept already is not kept twice. Raises UsageError for records that cannot be used or that data do not
    answer, NoLawfulBasis where the consent does not allow them: before a basis, only those that the criteria read.
    """
    _check_allowed(person, {record["variable"] for record in records})
    return _keep(by, person, records)


@in_turn
def _keep(by: Actor, person: Person, records: Sequence[Mapping[str, str]]) -> list[Imported]:
    kept = actions.import_records(by, person, read_records(records))
    if kept:
        recompute(by, person)
    return kept


def _check_allowed(person: Person, names: set[str]) -> None:
    protocol = protocol_for(person)
    for name in sorted(names):
        known = protocol.vocabulary.get(name)
        if known is None or known.answerer is not Answerer.DATA:
            raise UsageError(f"{name} is nothing that data answer here.", "records", "Send what the protocol reads.")
    why = _closed(person, protocol, names)
    if why is not None:
        raise NoLawfulBasis(WHY[why], f"{person.code}, records", "Record the consent first, or do not send them.")


def _closed(person: Person, protocol: Protocol, names: set[str]) -> Closed | None:
    gate = gate_of(person, protocol)
    if gate.consent.lawful:
        return None
    if gate.consent.basis is Basis.NONE:
        beyond = names - set(variables(protocol.population))
        return Closed.LEFT_OUT if gate.left_out else Closed.NO_BASIS if beyond else None
    if gate.consent.basis is Basis.REFUSED:
        return Closed.REFUSED
    return Closed.OBJECTED if gate.consent.data is Data.OBJECTED else Closed.WITHDRAWN
