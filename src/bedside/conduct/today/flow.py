"""The flow of a site's screening, in the manner of CONSORT: counted so that it always adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.conduct.participants.models import Person
from bedside.protocol.model import Protocol
from bedside.values.wording import Text


@dataclass(frozen=True)
class Flow:
    """Everybody screened, each in exactly one place: left out (by the first criterion named), undecided, enrolled."""

    screened: int
    left_out: tuple[tuple[Text, int], ...]
    undecided: int
    enrolled: int

    @property
    def out(self) -> int:
        """How many were left out."""
        return sum(count for _, count in self.left_out)

    @property
    def reconciles(self) -> bool:
        """True when everybody screened ended in exactly one place."""
        return self.screened == self.out + self.undecided + self.enrolled


def flow_of(persons: Iterable[Person], protocol: Protocol, other: Text) -> Flow:
    """Count people; a criterion that is not the protocol's any more, and words alone, count as another reason."""
    held = list(persons)
    order = {criterion.id: criterion for criterion in protocol.criteria}
    out: Counter[str] = Counter()
    enrolled = 0
    for person in held:
        if hasattr(person, "enrolled"):
            enrolled += 1
        elif hasattr(person, "not_enrolled"):
            named = set(person.not_enrolled.criteria.split())
            out[next((name for name in order if name in named), "")] += 1
    reasons = [
        (Text(f"{name} {each.text.en}", f"{name} {each.text.fr}"), out[name])
        for name, each in order.items()
        if out[name]
    ]
    if out[""]:
        reasons.append((other, out[""]))
    return Flow(len(held), tuple(reasons), len(held) - enrolled - sum(out.values()), enrolled)
