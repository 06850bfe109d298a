"""The verification plan on the screen: what is verified of whom and why, what was chosen otherwise and by whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.monitoring.actions_verification import change_plan
from bedside.conduct.monitoring.models import PlanChange
from bedside.conduct.monitoring.plan import (
    FRACTION,
    FRACTIONS,
    NEEDS,
    WHYS,
    Need,
    Plan,
    critical,
    plan_now,
    verifiable,
)
from bedside.conduct.monitoring.words import WORDS
from bedside.conduct.participants.finding import may_act
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.protocol import latest
from bedside.errors import ProtocolError
from bedside.protocol.model import Form, Item, Protocol
from bedside.values.wording import Text


@page(Action.SEE_STUDY)
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The whole plan, form by form."""
    protocol, held = latest(), plan_now()
    forms = [(form, [_line(protocol, held, form, item) for item in verifiable(form)]) for form in protocol.forms]
    changes = [_change(protocol, each) for each in PlanChange.objects.select_related("event").order_by("-pk")]
    context = {
        "plan": held, "protocol": protocol, "forms": forms, "needs": NEEDS, "fractions": FRACTIONS,
        "fraction": FRACTION, "changes": changes, "chooses": may_act(request, Action.SET_VERIFICATION_PLAN, ""),
    }  # fmt: skip
    return render(request, "monitoring/plan.html", context)


@require_POST
@page(Action.SET_VERIFICATION_PLAN)
def choose(request: HttpRequest) -> HttpResponse:
    """Change one line of the plan."""
    by = allowed(request, Action.SET_VERIFICATION_PLAN)
    what, value = request.POST.get("what", "")[:130], request.POST.get("value", "")[:20]
    change_plan(by, what, value, free_text(request, "why"))
    messages.success(request, say("monitoring.plan_kept"))
    return redirect("verification-plan")


def _line(protocol: Protocol, plan: Plan, form: Form, item: Item) -> tuple[Item, Need, list[Text], bool]:
    """An item, of whom it is verified, why it is critical, and whether somebody chose so."""
    why = sorted(critical(protocol).get((form.id, item.id), ()))
    return (
        item,
        plan.need(protocol, form.id, item.id),
        [WHYS[each] for each in why],
        f"{form.id}.{item.id}" in plan.chosen,
    )


def _change(protocol: Protocol, change: PlanChange) -> dict[str, Any]:
    """One line of the history, in words."""
    if change.what == FRACTION:
        value = WORDS["percent"].filled(fraction=change.value)
        return {"event": change.event, "what": WORDS["fraction"], "value": value}
    needs = {each.value: text for each, text in NEEDS.items()}
    return {"event": change.event, "what": _item(protocol, change.what), "value": needs[change.value]}


def _item(protocol: Protocol, what: str) -> Text:
    """An item in words, after its form; one that the protocol no longer has as it was kept."""
    form, _, item = what.partition(".")
    try:
        said = protocol.form(form)
        return Text(*(f"{said.text.say(of)} / {said.item(item).text.say(of)}" for of in ("en", "fr")))
    except ProtocolError:
        return Text(what, what)
