"""The pages of simulations: those that were begun, a new one, how far one is, its report and its files."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.designs import actions, running
from bedside.conduct.designs.models import Simulation
from bedside.conduct.designs.running import ARCHIVE, State, folder_of, page_file, standing
from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.refusals import told
from bedside.conduct.frame.words import language, say
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import latest
from bedside.conduct.study.scenarios import brought
from bedside.conduct.trail.keeping import Act, note
from bedside.errors import BedsideError, UsageError
from bedside.simulation.running import MOST_TRIALS

USUAL = {"trials": "1000", "seed": "1"}
"""What stands in the form until somebody writes something else."""


@require_GET
@page(Action.SEE_STUDY)
def simulations(request: HttpRequest) -> HttpResponse:
    """Every simulation with how it stands, and, for who may, a new one."""
    allowed(request, Action.SEE_STUDY)
    return _listed(request)


@require_POST
@page(Action.SIMULATE)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin one. What was written stays in the form when it is refused."""
    by = allowed(request, Action.SIMULATE)
    try:
        trials, seed = (_whole(request.POST.get(name, ""), name) for name in ("trials", "seed"))
        made = actions.begin(by, request.POST.get("scenarios", "").replace("\r\n", "\n"), trials, seed)
    except BedsideError as error:
        return _listed(request, error)
    transaction.on_commit(partial(running.start, made))
    messages.success(request, say("designs.begun"))
    return redirect("simulation", number=made.pk)


@require_GET
@page(Action.SEE_STUDY)
def simulation(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: its report, or how far it is."""
    allowed(request, Action.SEE_STUDY)
    each = get_object_or_404(Simulation, pk=number)
    return framing(render(request, "designs/simulation.html", _told(request, each)))


@require_GET
@page(Action.SEE_STUDY)
def state(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, for the page to ask again; once it has ended the whole page is to be read anew."""
    allowed(request, Action.SEE_STUDY)
    each = get_object_or_404(Simulation, pk=number)
    answer = render(request, "designs/_state.html", _told(request, each))
    if standing(each).state is not State.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_GET
@page(Action.SEE_STUDY)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """The report itself, under a policy of its own."""
    by, each = allowed(request, Action.SEE_STUDY), _done(number)
    text = page_file(each, language()).read_text(encoding="utf-8")
    note(Act(by, "see simulation", place=str(each.pk)))
    return framed(text)


@require_GET
@page(Action.SEE_STUDY)
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Page, rows and figures in one archive."""
    by, each = allowed(request, Action.SEE_STUDY), _done(number)
    content = (folder_of(each) / ARCHIVE).read_bytes()
    return exported(by, f"simulation-{each.version}-{each.pk}.zip", content, "application/zip")


@require_POST
@page(Action.SIMULATE)
def go_on(request: HttpRequest, number: int) -> HttpResponse:
    """Let one go on from where it was stopped."""
    actions.go_on(allowed(request, Action.SIMULATE), get_object_or_404(Simulation, pk=number))
    return redirect("simulation", number=number)


@require_POST
@page(Action.SIMULATE)
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop one; what it has finished is kept."""
    actions.stop(allowed(request, Action.SIMULATE), get_object_or_404(Simulation, pk=number))
    messages.success(request, say("designs.stopping"))
    return redirect("simulation", number=number)


def _listed(request: HttpRequest, error: BedsideError | None = None) -> HttpResponse:
    own, protocol = brought(), latest()
    held = {name: request.POST.get(name, usual) for name, usual in USUAL.items()}
    context = {
        "lines": [(each, standing(each), each.hash == protocol.hash) for each in _every()], "protocol": protocol,
        "begins": may(_user(request), Action.SIMULATE), "held": held, "most": MOST_TRIALS,
        "text": request.POST.get("scenarios", own.text if own else ""), "brought": own is not None,
        "error": None if error is None else told(error),
    }  # fmt: skip
    return render(request, "designs/simulations.html", context, status=200 if error is None else 422)


def _told(request: HttpRequest, each: Simulation) -> dict[str, object]:
    how = standing(each)
    return {
        "each": each, "standing": how, "says": told(BedsideError(*how.says)), "current": each.hash == latest().hash,
        "begins": may(_user(request), Action.SIMULATE),
    }  # fmt: skip


def _every() -> list[Simulation]:
    return list(Simulation.objects.select_related("event"))


def _done(number: int) -> Simulation:
    each: Simulation = get_object_or_404(Simulation, pk=number)
    if standing(each).state is not State.DONE:
        raise Http404
    return each


def _whole(text: str, name: str) -> int:
    if not text.strip().isdecimal():
        raise UsageError(f"“{text}” is no whole number.", name, "Write it in digits.")
    return int(text)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
