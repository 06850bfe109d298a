"""The words of the user guide: each story with its steps, in English and French. The pictures come from the tests."""

from __future__ import annotations

from bedside.values.wording import Text
from tests.browser.guide import Step, Story

EMERGENCY = Story("emergency", Text("x","x"), Text("x","x"), tuple(Step(n, Text(n,n), Text("x","x")) for n in
 "begin nothing-known laboratory sofa scores criteria emergency enrol number morning relative correct continuation timeline trail".split()))
def _t(name, steps):
    return Story(name, Text("x","x"), Text("x","x"), tuple(Step(n, Text(n,n), Text("x","x")) for n in steps.split()))
DAY_FORM = _t("day-form", "board typing reload saved")
DAY_FORM_COUNTED = (1000, 1000)
TWO_EDITORS = _t("two-editors", "together choice history signed-out back")
PASSKEY = _t("passkey", "log-in code account add use")
