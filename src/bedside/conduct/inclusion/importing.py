"""A pre-screened stay of a hospital source becomes a person in screening, with its records and their origins."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from bedside.conduct.participants.actions import screen
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.trail.keeping import Actor
from bedside.errors import UsageError
from bedside.screening.one_stay import read_stay
from bedside.values.moment import Moment


def sources() -> Mapping[str, str]:
    """The hospital sources of this study: what each is called here, and where it is (study.toml, `[sources]`)."""
    return {str(name): str(place) for name, place in settings.FOLDER.stated.get("sources", {}).items()}


def import_stay(by: Actor, site: str, source: str, stay: str, at: Moment | None = None) -> Person:
    """Begin the screening of a stay of a configured source, with the records that the criteria read.

    Every record is kept with its origin, as an entry of the trail of its own. Raises UsageError for a source that is
    not configured, a stay there is not, or one that is being screened already.
    """
    known = sources()
    if source not in known:
        listed = ", ".join(known) or "none"
        raise UsageError(f"there is no source {source}.", "study.toml", f"Configured under [sources]: {listed}.")
    found = read_stay(known[source], stay.strip(), site_protocol(site), at)
    return screen(by, site, source, stay.strip(), found.facts)
