"""People with filled forms, in both trials, and an investigator who signs.

included  included(trial) -> a participant included three days ago
typed     typed(person, platelets="60") -> a sheet of results, complete enough to be signed (`result` of the laboratory)
"""

from __future__ import annotations

from tests.conduct.casebook.conftest import person as _person
from tests.conduct.casebook.conftest import trial as _trial
from tests.conduct.laboratory.conftest import included as _included
from tests.conduct.laboratory.conftest import result as _result

person, trial, included, result = _person, _trial, _included, _result
