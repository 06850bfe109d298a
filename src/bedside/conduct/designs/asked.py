"""What somebody asks of a simulation: a text of scenarios, held against the protocol before anything runs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bedside.errors import BedsideError
from bedside.protocol.model import Protocol
from bedside.simulation.reading import FILE, Asked, read


def read_scenarios(text: str, protocol: Protocol) -> Asked:
    """A text of scenarios, held against schema, protocol and design.

    Raises ProtocolError, UnreadableFile or DesignError, with the line but without a path.
    """
    with tempfile.TemporaryDirectory(prefix="bedside-scenarios-") as place:
        file = Path(place) / FILE
        file.write_text(text, encoding="utf-8")
        try:
            return read(file, protocol)
        except BedsideError as error:
            what, where, todo = error.what, error.where.replace(f"{place}/", ""), error.todo
            raise type(error)(what, where, todo) from error
