"""What a protocol says of research samples: which tube is drawn at which visit, and how it is treated until its assay.

Every number is a parameter of the protocol, by name, so that it has its unit and its source or assumption; an empty
name says that the protocol has no such limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bedside.values.wording import Text


@dataclass(frozen=True)
class Limits:
    """The limits of a sample, each the name of a parameter.

    `spun_within` and `frozen_within` are times from the draw, `stored_at_most` the highest temperature of a freezer,
    `thaws` how often at most an aliquot is thawed.
    """

    spun_within: str = ""
    frozen_within: str = ""
    stored_at_most: str = ""
    thaws: str = ""

    def named(self) -> Iterator[tuple[str, str]]:
        """Those that there are, with the names of their parameters."""
        for name in ("spun_within", "frozen_within", "stored_at_most", "thaws"):
            if getattr(self, name):
                yield name, getattr(self, name)


@dataclass(frozen=True)
class Sample:
    """A kind of research sample.

    `code` stands on its labels; `tube` is what it is drawn into, `matrix` what is kept of it (plasma, serum);
    `aliquots` says how many are made, each of `volume` (the name of a parameter). `results` are the items
    ("form.item") in which what its assay finds is written.
    """

    id: str
    text: Text
    code: str
    tube: Text
    matrix: Text
    visits: tuple[str, ...]
    aliquots: int
    volume: str
    results: tuple[str, ...] = ()
    limits: Limits = Limits()
    source: str = ""
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that it names."""
        return (self.volume, *(name for _, name in self.limits.named()))
