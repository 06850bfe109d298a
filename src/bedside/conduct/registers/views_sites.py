"""The registers of one site: its deviations, who does what there, who was trained, what its opening waits for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.typed_times import local_now
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.registers import actions_people, actions_sites, activation, delegation, training
from bedside.conduct.registers.breaches import KINDS, deviations
from bedside.conduct.registers.files import LOGS, rows
from bedside.conduct.registers.identity import identity_list
from bedside.conduct.study.clock import today
from bedside.errors import UsageError


@require_GET
@page(Action.SEE_REGISTERS)
def registers(request: HttpRequest, site: str) -> HttpResponse:
    """Everything that the site's registers hold."""
    held, state = site_of(site), activation.state_of(site)
    staff = list(dict.fromkeys(user for user, _ in delegation.staff(site)))
    log = delegation.log(site)
    return render(request, "registers/site.html", {
        "site": held, "here": site, "tab": "registers", "deviations": deviations([site]), "kinds": list(KINDS.items()),
        "delegation": [(each, _may_accept(request, each)) for each in log], "staff": staff,
        "undelegated": delegation.undelegated(site), "lacking": _lacking(staff),
        "trainings": training.trainings(staff), "topics": list(training.TOPICS.items()),
        "state": activation.STATES[state], "active": state in activation.ENROLLING,
        "following": [(each.value, activation.STATES[each]) for each in sorted(activation.FOLLOWS[state])],
        "checklist": activation.checklist(site), "steps": activation.steps(site),
        "today": today().isoformat(), "now": local_now(), **_may(request, site),
    })  # fmt: skip


def _may(request: HttpRequest, site: str) -> dict[str, bool]:
    """What the page offers the reader."""
    names = {"records": Action.RECORD_DEVIATION, "delegates": Action.DELEGATE, "trains": Action.RECORD_TRAINING,
             "keeps": Action.KEEP_REGISTERS, "prints": Action.PRINT_IDENTITY_LIST}  # fmt: skip
    return {name: may_act(request, action, site) for name, action in names.items()}


def _may_accept(request: HttpRequest, line: delegation.Line) -> bool:
    return line.delegated.user == request.user and delegation.waits(line)


def _lacking(staff: list[User]) -> list[tuple[User, list[training.Lacking]]]:
    found = [(user, training.lacking(user)) for user in staff]
    return [(user, lacks) for user, lacks in found if lacks]


@require_GET
@page(Action.SEE_REGISTERS)
def export(request: HttpRequest, site: str, log: str) -> HttpResponse:
    """One of the logs as a file."""
    by = allowed(request, Action.SEE_REGISTERS, site_of(site).code)
    if log not in LOGS:
        raise Http404
    return exported(by, f"{log}-{site}.csv", as_csv(rows(log, site)), "text/csv; charset=utf-8", site)


@require_GET
@page(Action.PRINT_IDENTITY_LIST)
def identity(request: HttpRequest, site: str) -> HttpResponse:
    """The identification list, to be completed by hand and kept by the site."""
    by, held = allowed(request, Action.PRINT_IDENTITY_LIST, site), site_of(site)
    return exported(by, f"identification-list-{site}.pdf", identity_list(held), "application/pdf", site)


@require_POST
@page(Action.RECORD_TRAINING)
def train(request: HttpRequest, site: str) -> HttpResponse:
    """Note that somebody of the site was trained."""
    by, user = allowed(request, Action.RECORD_TRAINING, site), user_of(_typed(request, "user"))
    if user not in [each for each, _ in delegation.staff(site)]:
        raise UsageError(f"{user.username} does not work at site {site}.", "training", "Choose one of the list.")
    told = [_typed(request, name) for name in ("topic", "day", "reference", "version")]
    actions_people.record_training(by, user, *told, site=site)
    return redirect("registers-site", site)


@require_POST
@page(Action.KEEP_REGISTERS)
def check_item(request: HttpRequest, site: str) -> HttpResponse:
    """Note that an item of the site's initiation is there, or is not after all."""
    by = allowed(request, Action.KEEP_REGISTERS, site_of(site).code)
    told = (_typed(request, name) for name in ("item", "day", "reference"))
    actions_sites.check_item(by, site, *told, free_text(request, "reason"))
    return redirect("registers-site", site)


@require_POST
@page(Action.KEEP_REGISTERS)
def move(request: HttpRequest, site: str) -> HttpResponse:
    """Move the site to another state."""
    by, asked = allowed(request, Action.KEEP_REGISTERS, site_of(site).code), _typed(request, "state")
    if asked not in set(activation.SiteState):
        raise UsageError(f"“{asked}” is no state.", "site initiation", "Choose one of the list.")
    actions_sites.move_site(by, site, activation.SiteState(asked), free_text(request, "reason"))
    return redirect("registers-site", site)


def site_of(code: str) -> Site:
    """A site by its code. Raises Http404 for none there is."""
    held = Site.objects.filter(code=code).first()
    if held is None:
        raise Http404
    return held


def user_of(username: str) -> User:
    """Somebody by their user name. Raises UsageError for nobody."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UsageError(f"there is no user {username}.", "registers", "Choose one of the list.")
    return user


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()
