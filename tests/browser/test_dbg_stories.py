from tests.browser.keyboard import Keyboard
from tests.browser.test_day_form import BEFORE
from tests.browser.typing import drafted
def test_dbg(visit, served):
    served.clock.set("2026-11-30T08:05+01:00")
    page = visit("petit","en",1280, fresh=True)
    code = served.person("seeking")
    page.on("request", lambda r: print("   >", r.method, r.url[-30:], (r.post_data or "").count("name=\"v-") ) if "draft" in r.url else None)
    page.on("response", lambda r: print("   <", r.status, r.url[-30:]) if "draft" in r.url else None)
    for day in range(1,9):
        page.goto(f"/participants/{code}/forms/DAILY/{day}/sofa_day/")
        n=Keyboard(page); n.press("F8")
        for item, typed in BEFORE.items():
            n.press(typed) if len(typed)==1 else n.type(typed)
            n.press("Enter")
        drafted(page)
        before=page.evaluate("JSON.stringify(localStorage)")
        page.reload()
        held = {item: page.input_value(f"[name=v-{item}]") for item in BEFORE}
        print(day, held)
        if not all(held.values()):
            print(before); print(page.evaluate("JSON.stringify(localStorage)")); print(page.inner_text("#draft-state"))
            page.wait_for_timeout(1000)
            print(day, {item: page.input_value(f"[name=v-{item}]") for item in BEFORE})
