"""A dry run told to the command line: of versions that the study does not keep, at every site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.conduct.amending.impact import Asked, Impact, Line
from bedside.conduct.amending.looking import look
from bedside.conduct.amending.words import WORDS
from bedside.conduct.people.models import Site
from bedside.conduct.study.clock import today
from bedside.protocol.model import Protocol


def told(kept: Sequence[tuple[Protocol, bool]], language: str) -> Iterator[str]:
    """What the last of these versions, each with whether it asks for renewed consent, would change from today on."""
    protocol, asks = kept[-1]
    for site in Site.objects.all():
        impact = look(Asked(protocol, site.code, today().isoformat(), asks), kept)
        yield from _site(f"{site.code} {site.name}", impact, language)


def _site(name: str, impact: Impact, language: str) -> Iterator[str]:
    key = "works_by_none" if not impact.now else "works_on" if impact.now == impact.then else "works_by"
    yield f"{name}: {WORDS[key].filled(now=impact.now, then=impact.then).say(language)}"
    for each in impact.persons:
        holds = f"{each.now} → {each.then}" if each.follows else each.now
        who = each.number or each.code
        renewal = WORDS["renewal_is"].filled(renewal=each.renewal_text)
        yield f"  {who}: {holds}; {renewal.say(language)}"
        yield from (f"    {line.sign} {_told(line, language)}" for line in each.lines)


def _told(line: Line, language: str) -> str:
    change = " → ".join(dict.fromkeys(part for part in (line.before.say(language), line.after.say(language)) if part))
    return " · ".join(part for part in (line.text.say(language), line.where.say(language), change) if part)
