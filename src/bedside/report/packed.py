"""Files of a report as one archive, the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

BEGAN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it: that of its making is no result."""


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these files by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, BEGAN), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
