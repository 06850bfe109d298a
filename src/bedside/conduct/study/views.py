"""The pages of the study: what it is, where it stands, who may do what in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import ACTIONS, REACHES, ROLES, TABLE, Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study import actions, choices, reading, shipped
from bedside.conduct.study import dossier as inspection
from bedside.conduct.study.protocol import latest
from bedside.conduct.study.statuses import FOLLOWS, WORDS, Status
from bedside.conduct.trail.keeping import Act, note
from bedside.errors import UsageError
from bedside.values.moment import now
from bedside.values.wording import Text

IDENTITY = ("acronym", "registration_number", "sponsor", "phase", "condition", "country")
"""Lines of the public record that say which study this is."""


@require_GET
@page(Action.SEE_STUDY)
def study(request: HttpRequest) -> HttpResponse:
    """What the study is and where it stands."""
    protocol, status, sites = latest(), actions.current_status(), reading.recruitment()
    assert isinstance(request.user, User)
    following = sorted(FOLLOWS[status]) if may(request.user, Action.SET_STATUS) else []
    return render(request, "study/study.html", {
        "planned": protocol.promised is not None, "designed": protocol.design is not None,
        "protocol": protocol, "lines": [(name, line) for name in IDENTITY if (line := protocol.line(name))],
        "versions": reading.versions(), "status": WORDS[status], "recruits": status is Status.RECRUITING,
        "following": [(each.value, WORDS[each]) for each in following], "history": reading.history(), "sites": sites,
        "target": reading.target(protocol), "enrolled": sum(site.enrolled for site in sites),
        "screened": sum(site.screened for site in sites),
    })  # fmt: skip


@require_POST
@page(Action.SET_STATUS)
def change_status(request: HttpRequest) -> HttpResponse:
    """Move the study to another status."""
    by, asked = allowed(request, Action.SET_STATUS), request.POST.get("status", "")
    if asked not in set(Status):
        raise UsageError(f"“{asked}” is no status.", "study status", "Choose one of the list.")
    actions.set_status(by, Status(asked), free_text(request, "reason"))
    return redirect("study")


@require_GET
@page(Action.SEE_STUDY)
def settings(request: HttpRequest) -> HttpResponse:
    """What the study chose where law and protocol leave a choice, and everything it chose before."""
    assert isinstance(request.user, User)
    held = [(each, choices.chosen(name)) for name, each in choices.CHOICES.items()]
    told = {"may": may(request.user, Action.CHOOSE_SETTINGS), "history": choices.history()}
    return render(request, "study/settings.html", {
        "settings": [(each, value, each.offered[value], each.offered[each.default]) for each, value in held], **told,
    })  # fmt: skip


@require_POST
@page(Action.CHOOSE_SETTINGS)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose one of them."""
    name, value = (request.POST.get(each, "").strip() for each in ("name", "value"))
    actions.choose(allowed(request, Action.CHOOSE_SETTINGS), name, value, free_text(request, "reason"))
    return redirect("study_settings")


@require_GET
@page(Action.SEE_DOSSIER)
def dossier(request: HttpRequest) -> HttpResponse:
    """The dossier for an inspection."""
    note(Act(allowed(request, Action.SEE_DOSSIER), "read dossier"))
    held = {"dossier": inspection.dossier(language()), "protocol": latest(), "now_us": int(now())}
    return render(request, "study/dossier.html", held)


@require_GET
@page(Action.SEE_DOSSIER)
def traceability(request: HttpRequest) -> HttpResponse:
    """From each requirement to the tests that prove it."""
    if not shipped.TABLE.is_file():
        raise Http404(shipped.TABLE.name)
    content = shipped.TABLE.read_bytes()
    return exported(allowed(request, Action.SEE_DOSSIER), shipped.TABLE.name, content, "text/csv; charset=utf-8")


@require_GET
@page(Action.SEE_STUDY)
def roles(request: HttpRequest) -> HttpResponse:
    """The table of roles."""
    return render(request, "study/roles.html", {"roles": list(ROLES.values()), "rows": _table(), "reaches": REACHES})


@require_GET
@page(Action.SEE_STUDY)
def roles_csv(request: HttpRequest) -> HttpResponse:
    """The table of roles as a file."""
    by, tongue = allowed(request, Action.SEE_STUDY), language()
    rows = [["", *(text.say(tongue) for text in ROLES.values())]]
    rows += [[text.say(tongue), *(cell.say(tongue) if cell else "" for cell in cells)] for text, cells in _table()]
    return exported(by, "roles.csv", as_csv(rows), "text/csv; charset=utf-8")


def _table() -> list[tuple[Text, list[Text | None]]]:
    """A row an action: where each role may do it, None where it may not."""
    return [(ACTIONS[action], [_cell(role, action) for role in ROLES]) for action in Action]


def _cell(role: object, action: Action) -> Text | None:
    reach = TABLE[role].get(action)  # type: ignore[index]
    return REACHES[reach] if reach else None
