"""The registers of the whole study, as far as the reader sees its sites."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.models import Site
from bedside.conduct.people.permissions import acting, sites
from bedside.conduct.people.roles import ROLES, Action, Role
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.registers import actions, actions_people, activation
from bedside.conduct.registers.breaches import deviations, urgent
from bedside.conduct.registers.clocks import BREACH, URGENT
from bedside.conduct.registers.files import deviation_rows
from bedside.conduct.registers.models import Urgent
from bedside.conduct.registers.training import TOPICS, required
from bedside.errors import UsageError


@require_GET
@page(Action.SEE_REGISTERS)
def registers(request: HttpRequest) -> HttpResponse:
    """Sites, deviations, urgent safety measures, needed trainings."""
    seen = _seen(request)
    states = {site: activation.state_of(site.code) for site in Site.objects.filter(code__in=seen)}
    needed = [(ROLES[role], [(TOPICS[topic], version) for topic, version in topics.items()])
              for role, topics in required().items()]  # fmt: skip
    return render(request, "registers/study.html", {
        "sites": [(site, activation.STATES[state], state in activation.ENROLLING, activation.checklist(site.code))
                  for site, state in states.items()],
        "deviations": deviations(seen), "urgent": urgent(seen), "needed": needed, "clocks": (BREACH, URGENT),
        "assesses": may_act(request, Action.ASSESS_BREACH, ""), "keeps": may_act(request, Action.KEEP_REGISTERS, ""),
        "roles": [(role.value, text) for role, text in ROLES.items()], "topics": list(TOPICS.items()),
        "now": local_now(),
    })  # fmt: skip


@require_GET
@page(Action.SEE_REGISTERS)
def deviations_csv(request: HttpRequest) -> HttpResponse:
    """Every deviation that the reader may see, as a file."""
    seen = _seen(request)
    by = acting(reader(request), Action.SEE_REGISTERS, seen[0] if seen else "", "screens")
    return exported(by, "deviations.csv", as_csv(deviation_rows(seen)), "text/csv; charset=utf-8")


@require_POST
@page(Action.ASSESS_BREACH)
def record_urgent(request: HttpRequest) -> HttpResponse:
    """Note an urgent safety measure."""
    by, taken = allowed(request, Action.ASSESS_BREACH), read_local(_typed(request, "taken"), "urgent safety measure")
    actions.record_urgent(by, taken, free_text(request, "told"), _typed(request, "site"))
    return redirect("registers")


@require_POST
@page(Action.ASSESS_BREACH)
def notify_urgent(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the authority was told of one."""
    by, held = allowed(request, Action.ASSESS_BREACH), Urgent.objects.filter(pk=number).first()
    if held is None:
        raise Http404
    actions.notify_urgent(by, held, read_local(_typed(request, "at"), "urgent safety measure"),
                          _typed(request, "reference"))  # fmt: skip
    return redirect("registers")


@require_POST
@page(Action.KEEP_REGISTERS)
def require(request: HttpRequest) -> HttpResponse:
    """Say that a role needs a training, or no longer."""
    by, role = allowed(request, Action.KEEP_REGISTERS), _typed(request, "role")
    if role not in set(Role):
        raise UsageError(f"“{role}” is no role.", "training", "Choose one of the list.")
    topic, version = _typed(request, "topic"), _typed(request, "version")
    actions_people.require(by, Role(role), topic, version, _typed(request, "needed") != "no")
    return redirect("registers")


def _seen(request: HttpRequest) -> list[str]:
    return sites(reader(request), Action.SEE_REGISTERS, list(Site.objects.values_list("code", flat=True)))


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()
