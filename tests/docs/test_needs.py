"""A missing need is a skip with its reason on a bare machine, and a failure where all is required."""

from collections.abc import Callable

import pytest

from tests import needs

ABSENT: dict[str, Callable[[], object]] = {
    "needs ../shared/data/no-such-folder,": lambda: needs.shared_data("no-such-folder"),
    "needs the program no-such-program,": lambda: needs.program("no-such-program"),
    "needs the Python package no_such_package,": lambda: needs.package("no_such_package"),
}


@pytest.mark.parametrize("reason", ABSENT)
@pytest.mark.parametrize("setting", [None, "", "0"])
def test_skips_with_a_reason(monkeypatch: pytest.MonkeyPatch, setting: str | None, reason: str) -> None:
    monkeypatch.delenv("BEDSIDE_REQUIRE_ALL", raising=False)
    if setting is not None:
        monkeypatch.setenv("BEDSIDE_REQUIRE_ALL", setting)
    with pytest.raises(pytest.skip.Exception, match=f"^{reason}"):
        ABSENT[reason]()


@pytest.mark.parametrize("reason", ABSENT)
def test_fails_where_all_is_required(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    monkeypatch.setenv("BEDSIDE_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match=reason):
        ABSENT[reason]()


def test_what_is_there_is_given() -> None:
    assert needs.program("no-such-program", "make").name == "make"
    needs.package("pytest")
