"""Hypothesis profiles: `dev` by default, `ci` repeatable, `deep` for `make check`; and what a whole run leaves behind.

HYPOTHESIS_PROFILE chooses one. `dev` and `deep` search elsewhere each time; `ci` tries the same examples at every run,
so that a red run can be repeated, and needs fewer. `again` is for what `ci` has searched already, on another database.
A test that sets max_examples itself overrides them all: leave it out.
"""

import importlib.util
import os

import pytest
from hypothesis import HealthCheck, settings

from tests import results

pytest.register_assert_rewrite("tests.golden")  # so that a difference is shown

SLOW_MACHINES = [HealthCheck.too_slow]

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=SLOW_MACHINES)
for name, examples in {"ci": 25, "again": 10}.items():
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        derandomize=True,
        print_blob=True,
        suppress_health_check=SLOW_MACHINES,
    )
settings.register_profile(
    "deep", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=SLOW_MACHINES
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_configure(config: pytest.Config) -> None:
    """A whole run notes its results for the inspection dossier, where there is one."""
    if (noting := results.noting(config)) and importlib.util.find_spec("django"):
        config.pluginmanager.register(noting)
