"""What the infection form of a trial means: which items an adverse event is written from, and the devices in place."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.values.wording import Text


@dataclass(frozen=True)
class DeviceRows:
    """A device whose time in place stands on a form of its own: the sheets whose `item` holds one of `holds`."""

    text: Text
    form: str
    item: str
    holds: tuple[str, ...]
    began: str
    ended: str


@dataclass(frozen=True)
class Infection:
    """Which items of an infection form say what.

    `event` is the adverse event form on which an infection is told as an event; its term is made of the items of
    `named`, in their order. `late` is the computed item that says whether it began late enough after admission.
    `device` is the item that names a device on the form itself, `since` since when; `none` are its codes of no device.
    """

    event: str
    named: tuple[str, ...]
    began: str
    ended: str
    late: str
    device: str
    since: str
    none: tuple[str, ...] = ()
    devices: tuple[DeviceRows, ...] = ()
