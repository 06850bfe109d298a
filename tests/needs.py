"""What a test may need that a bare machine lacks: it skips with the reason, or fails if all is required.

BEDSIDE_REQUIRE_ALL=1 (set by .ci/run) turns every such skip into a failure, so that a machine that
should have everything cannot quietly test less.
"""

import importlib.util
import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def lacking(reason: str) -> NoReturn:
    """Skip the test, or fail it when BEDSIDE_REQUIRE_ALL is set."""
    __tracebackhide__ = True
    if os.environ.get("BEDSIDE_REQUIRE_ALL", "0") not in ("", "0"):
        pytest.fail(f"required here (BEDSIDE_REQUIRE_ALL): {reason}", pytrace=False)
    pytest.skip(reason)


def shared(*parts: str) -> Path:
    """A file or folder of the data kept beside the project (../shared), never in it."""
    __tracebackhide__ = True
    path = SHARED.joinpath(*parts)
    if not path.exists():
        lacking(f"needs {Path('..', 'shared', *parts)}, which is not on this machine")
    return path


def shared_data(*parts: str) -> Path:
    """A file or folder under ../shared/data: `shared_data("mimic_iv_demo_native")`."""
    __tracebackhide__ = True
    return shared("data", *parts)


def program(*names: str) -> Path:
    """The first of these programs that is on the PATH: `program("java")`."""
    __tracebackhide__ = True
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    lacking(f"needs the program {' or '.join(names)}, which is not on this machine")


def chromium() -> Path:
    """Headless Chromium, for screenshots of reports."""
    __tracebackhide__ = True
    return program(*CHROMIUM_NAMES)


def package(name: str) -> None:
    """An optional Python package: `package("pyspark")`."""
    __tracebackhide__ = True
    if importlib.util.find_spec(name) is None:
        lacking(f"needs the Python package {name}, which is optional and not installed")


def spark() -> None:
    """Spark, an extra that no other test requires; where PySpark was installed, Java is required too."""
    __tracebackhide__ = True
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("needs PySpark, an extra: run make spark")
    program("java")
