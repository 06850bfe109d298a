"""Alerts that nobody can learn of, or that are always so: found, and others are silent."""

from __future__ import annotations

from dataclasses import replace

from bedside.protocol.model import Alert, Protocol, Text
from bedside.records.dictionary import variable
from bedside.rules.language import latest, named
from bedside.rules.nodes import Node
from bedside.values.moment import ALWAYS
from bedside.values.quantity import quantity
from tests.clean_protocol import clean, codes


def alerting(rule: Node) -> Protocol:
    held = clean()
    until = held.schedule.visits[0].id
    words = Text("something", "quelque chose")
    return replace(held, alerts=(Alert("a", words, words, named("alert_a", rule), until, "a source"),))


def test_what_no_form_records_is_found() -> None:
    assert "P055" in codes(alerting(latest(variable("tnf_alpha"), ALWAYS) > quantity("5 pg/mL")))


def test_what_is_always_the_same_is_found() -> None:
    assert "P056" in codes(alerting(latest(variable("tnf_alpha"), ALWAYS) >= quantity("0 pg/mL")))
