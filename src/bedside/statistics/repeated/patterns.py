"""What a fit has to know of the data: the participants by their pattern of observed visits, as few rows as will do.

All that the likelihood reads of a pattern are the sums of products of design and response over its participants.
A pattern of many participants is therefore replaced by the triangular factor of these sums, which has the same ones
(Jennrich RI, Schluchter MD, Biometrics 1986;42:805-820, §3, write the likelihood by patterns).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bedside.design.binomial import Floats, Whole, Yes
from bedside.errors import UsageError
from bedside.values.wording import Text


@dataclass(frozen=True)
class Patterns:
    """K patterns of t visits, and R rows that stand for the participants.

    `seen` (K × t) says which visits a pattern has, `counts` (K) how many participants. `rows` (R × t × (p + 1)) holds
    the design's p columns and the response, 0 where a visit is missing; `of` (R) is the pattern of each row.
    """

    seen: Yes
    counts: Whole
    rows: Floats
    of: Whole
    observations: int

    @property
    def visits(self) -> int:
        return int(self.seen.shape[1])

    @property
    def columns(self) -> int:
        return int(self.rows.shape[2]) - 1

    @property
    def participants(self) -> int:
        return int(self.counts.sum())


def patterns(response: Floats, design: Floats, participant: Whole, visit: Whole, visits: int) -> Patterns:
    """From observations: response (N), design (N × p), place of the participant and of the visit (N).

    Raises UsageError where a participant has two values at one visit.
    """
    people = int(participant.max()) + 1
    place = participant * visits + visit
    if len(np.unique(place)) < len(place):
        raise UsageError(
            Text("a participant has two values at one visit.", "un participant a deux valeurs à une même visite."),
            "visit",
            Text("Keep one value a visit.", "Gardez une valeur par visite."),
        )
    seen = np.zeros(people * visits, bool)
    seen[place] = True
    held = np.zeros((people * visits, design.shape[1] + 1))
    held[place] = np.column_stack([design, response])
    shown, of, counts = np.unique(seen.reshape(people, visits), axis=0, return_inverse=True, return_counts=True)
    whole = held.reshape(people, visits, -1)
    blocks = [_fewest(whole[of.ravel() == k][:, each], each) for k, each in enumerate(shown)]
    places = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    return Patterns(shown, counts, np.concatenate(blocks), places, len(response))


def _fewest(block: Floats, seen: Yes) -> Floats:
    """Rows with the same sums of products as those of a pattern's participants, spread over all visits."""
    many, *rest = block.shape
    flat = block.reshape(many, -1)
    if many > flat.shape[1]:
        flat = np.asarray(np.linalg.qr(flat, mode="r"))
    spread = np.zeros((len(flat), len(seen), rest[-1]))
    spread[:, seen] = flat.reshape(len(flat), *rest)
    return spread
