"""Samples whose results are on no form of their visits, or whose limits nobody has stated: found, and others not."""

from __future__ import annotations

from dataclasses import replace

from bedside.lint.checks import check
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.protocol.samples import Limits


def changed(**changes: object) -> Protocol:
    held = load("jakahdi")
    return replace(held, samples=(replace(held.samples[0], **changes), *held.samples[1:]))  # type: ignore[arg-type]


def codes(protocol: Protocol) -> set[str]:
    return {each.code for each in check(protocol).findings} & {"P057", "P058"}


def test_the_trials_own_samples_are_whole() -> None:
    assert codes(load("jakahdi")) == set()


def test_a_result_on_no_form_of_its_visit_is_found() -> None:
    protocol = changed(visits=("D0", "D7"))
    assert codes(protocol) == {"P057"}
    found = next(each for each in check(protocol).findings if each.code == "P057")
    assert "(Day 7)" in found.message.en and "(J7)" in found.message.fr


def test_limits_that_nobody_stated_are_asked_for() -> None:
    protocol = changed(limits=Limits(spun_within="samples_spun_within", thaws="samples_thaws"))
    assert codes(protocol) == {"P058"}
    found = next(each for each in check(protocol).findings if each.code == "P058")
    assert found.message.en.startswith("nothing says the time to the freezer, the temperature of storage")
