"""What a person typed in one item, before it is an entry: the words of `models.Entry` without its event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Typed:
    """One item as it is to be saved; `reason` is why it changed, `confirmed` which soft checks it answers (names),
    `originator` who or what observed it (empty: who types it; see `originators`)."""

    text: str = ""
    unit: str = ""
    missing: str = ""
    because: str = ""
    assay: str = ""
    reason: str = ""
    confirmed: str = ""
    originator: str = ""

    @property
    def empty(self) -> bool:
        """Neither a value nor why there is none."""
        return not self.text and not self.missing

    @property
    def same_as(self) -> tuple[str, str, str, str, str]:
        """What makes two of them the same: a unit without a value, a reason without a missing value, say nothing."""
        return (
            self.text,
            self.unit if self.text else "",
            self.missing,
            self.because if self.missing else "",
            self.assay if self.text else "",
        )
