"""A sheet: its page, saving it, its draft. The page works without scripts; scripts add drafts, keys and live checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook import gate, originators, posting
from bedside.conduct.casebook.actions import Filled, fill, open_sheet
from bedside.conduct.casebook.actions_checked import note_checks
from bedside.conduct.casebook.actions_comments import MayIdentify
from bedside.conduct.casebook.actions_comments import comment as put_comment
from bedside.conduct.casebook.actions_drafts import drop_draft, keep_draft, keep_sent
from bedside.conduct.casebook.bench import bench_for, lines_of
from bedside.conduct.casebook.canonical import as_it_would_stand
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.checks import Finding, Gravity, judge
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.missing import because_lacks, none_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.numbers import canonical as canonical_number
from bedside.conduct.casebook.places import Place, forms_of, place_in, place_of_sheet, sheet_at
from bedside.conduct.casebook.reading import latest_of, versions, zone
from bedside.conduct.casebook.sheet_page import clock, others, page_of
from bedside.conduct.casebook.times import shown
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.frame.words import say, told
from bedside.conduct.locks.reading import Shut
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for, with_history
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.keeping import Actor
from bedside.errors import UsageError
from bedside.protocol.model import Form, ItemKind
from bedside.values.moment import now
from bedside.values.wording import Text


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def sheet(
    request: HttpRequest, code: str, visit: str, form: str, day: int | None = None, number: int = 1
) -> HttpResponse:
    """One form of one person at one occasion."""
    person = person_of(code)
    allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    held = _sheet(person, visit, form, day, number)
    return _sheet_page(request, held)


@page(Action.WRITE_DATA)
@require_POST
def save(
    request: HttpRequest, code: str, visit: str, form: str, day: int | None = None, number: int = 1
) -> HttpResponse:
    """Save what changed; what could not be saved is shown again, with what is the matter."""
    person, held, by = _to_write(request, code, visit, form, day, number)
    place = place_of_sheet(held)
    typed, base = posting.read(request.POST, _form(held), _versions(held))
    if "none" in request.POST and _form(held).complete and not _versions(held):
        typed, base = none_of(_form(held)), {}
    if not typed:
        keep_draft(reader(request), held, {}, {}) if held.pk else None
        messages.info(request, say("casebook.nothing"))
        return redirect(_onwards(request, held, place.address(code)))
    held = _opened(by, person, held)
    filled = fill(by, reader(request), held, typed, base)
    _tell(request, filled)
    _remember_source(request, held)
    if filled.held:
        first = next(item.id for item in _form(held).items if item.id in filled.held)
        return redirect(f"{place.address(code)}#f-{first}")
    return redirect(_onwards(request, held, place.address(code)))


@page(Action.WRITE_DATA)
@require_POST
def draft(
    request: HttpRequest, code: str, visit: str, form: str, day: int | None = None, number: int = 1
) -> HttpResponse:
    """Keep what is being typed. With `left`, the item that was just left: what the checks say of it, as JSON."""
    person, held, by = _to_write(request, code, visit, form, day, number)
    if not held.pk and posting.read(request.POST, _form(held), ())[0]:
        held = _opened(by, person, held)
    typed = _drafted(request, held) if held.pk else {}
    left = request.POST.get("left", "")
    answer: dict[str, Any] = {"at": clock(now()), "count": len(typed), "others": others(reader(request), held)}
    if left in {item.id for item in _form(held).items}:
        answer["left"] = look(by, held, left, typed)
    return JsonResponse(answer)


@page(Action.WRITE_DATA)
@require_POST
def discard(
    request: HttpRequest, code: str, visit: str, form: str, day: int | None = None, number: int = 1
) -> HttpResponse:
    """Forget the draft of the person who asks."""
    _, held, _ = _to_write(request, code, visit, form, day, number)
    if held.pk:
        drop_draft(reader(request), held)
    messages.info(request, say("casebook.discarded"))
    return redirect(place_of_sheet(held).address(code))


@page(Action.WRITE_DATA)
@require_POST
def comment(
    request: HttpRequest, code: str, visit: str, form: str, day: int | None = None, number: int = 1
) -> HttpResponse:
    """Put a comment beside an item. What is typed in the form meanwhile is kept as a draft."""
    person, held, by = _to_write(request, code, visit, form, day, number)
    held = _opened(by, person, held)
    _drafted(request, held)
    item = request.POST.get("comment", "")
    text = posting.text_of(request.POST.get(f"k-{item}", ""))
    try:
        put_comment(by, held, item, text, posting.text_of(request.POST.get(f"kr-{item}", "")))
    except MayIdentify as error:
        said = say("casebook.comment_identifies", found=told(error.found))
        return _sheet_page(request, held, {"item": item, "text": text, "says": said, "asks": True})
    except Shut as error:
        return _sheet_page(request, held, {"item": item, "text": text, "says": told(error.text)})
    except UsageError:
        said = say("casebook.comment_empty")
        return _sheet_page(request, held, {"item": item, "text": text, "says": said})
    messages.success(request, say("casebook.comment_kept"))
    return redirect(f"{place_of_sheet(held).address(code)}#f-{item}")


# --- what views share -----------------------------------------------------------------------------------------


def person_of(code: str) -> Person:
    """The person of a code, or of the number of an inclusion. Raises Http404."""
    known = Person.objects.select_related("enrolled", "not_enrolled")
    found = known.filter(code=code).first() or known.filter(enrolled__number=code).first()
    if found is None:
        raise Http404
    return found


def _sheet(person: Person, visit: str, form: str, day: int | None, number: int) -> Sheet:
    occasion = Sheet.objects.filter(person=person, visit=visit, day=day, form=form)
    found = occasion.filter(number=number).first()
    if found is None and number > 1 and not occasion.filter(number=number - 1).exists():
        raise Http404
    return found or sheet_at(person, place_in(protocol_for(person), visit, form, day, number))


def _to_write(
    request: HttpRequest, code: str, visit: str, form: str, day: int | None, number: int
) -> tuple[Person, Sheet, Actor]:
    with read_once():
        person = with_history([person_of(code)])[0]
        by = allowed(request, Action.WRITE_DATA, person.site)
        held = _sheet(person, visit, form, day, number)
        gate.check_open(person, held.form, held.visit)
        return person, held, by


def _opened(by: Actor, person: Person, held: Sheet) -> Sheet:
    if held.pk:
        return held
    return open_sheet(by, person, held.visit, held.form, held.version, held.day, held.number)


def _drafted(request: HttpRequest, held: Sheet) -> Mapping[str, Typed]:
    """What is typed and not saved, kept as its writer's draft."""
    return keep_sent(reader(request), held, partial(posting.read, request.POST, _form(held)))


def _form(held: Sheet) -> Form:
    return protocol_of(held.version).form(held.form)


def _versions(held: Sheet) -> list[Entry]:
    return versions(held) if held.pk else []


def _source_key(held: Sheet) -> str:
    return f"source of {held.form}"


def _remember_source(request: HttpRequest, held: Sheet) -> None:
    """The source that was chosen for a form is the one offered first for it, as long as the session lasts."""
    chosen = originators.sent_with(request.POST)
    if chosen != request.session.get(_source_key(held), ""):
        request.session[_source_key(held)] = chosen


def _tell(request: HttpRequest, filled: Filled) -> None:
    if filled.kept:
        messages.success(request, say("casebook.n_saved", count=len(filled.kept)))
    tell_unexplained(request, filled.kept)
    if filled.held:
        messages.error(request, say("casebook.n_held", count=len(filled.held)))


def tell_unexplained(request: HttpRequest, kept: Iterable[Entry]) -> None:
    """Say of which items it was kept that there is no value, without the reason."""
    lacking = [each for each in kept if because_lacks(each.missing, each.because)]
    if lacking:
        listed = Text.joined(", ", (_form(each.sheet).item(each.item).text for each in lacking))
        messages.warning(request, say("casebook.because_lacks", listed=told(listed)))


def _onwards(request: HttpRequest, held: Sheet, here: str) -> str:
    """The next form of the visit, where that was asked for; else the same page."""
    if "next" not in request.POST:
        return here
    forms = forms_of(protocol_of(held.version), held)
    place = forms.index(held.form) + 1 if held.form in forms else len(forms)
    if place < len(forms):
        return Place(held.visit, forms[place], held.day).address(held.person.code)
    return reverse("casebook", kwargs={"code": held.person.code})


def look(by: Actor, held: Sheet, left: str, typed: Mapping[str, Typed]) -> dict[str, Any]:
    """What the checks say of an item that was just left; what is shown is kept in the trail first."""
    protocol, form = protocol_of(held.version), _form(held)
    standing = latest_of(_versions(held))
    whole = as_it_would_stand(form, standing, typed)
    item, given = form.item(left), whole.get(left, Typed())
    known = known_of(held.person)
    sight = sight_of(held, protocol, whole, known, standing)
    found = judge(sight, item) if left in typed else []
    if held.pk and left in typed:
        note_checks(by, held, left, typed[left], found)
    canonical = canonical_number(item, sight.variable(item), given.text, given.unit)
    bench = bench_for(held.person, protocol, form, known)
    times_ = item.kind in (ItemKind.DATE, ItemKind.TIME) and not _refuses(found)
    return {
        "item": left,
        "canonical": told(canonical) if canonical else "",
        "value": shown(given.text, zone()) if times_ and given.text else None,
        "results": [told(text) for text in lines_of(bench, sight, item, given)],
        "findings": [{"gravity": f.gravity.value, "check": f.check, "text": told(f.text)} for f in found],
    }


def _refuses(found: list[Finding]) -> bool:
    return any(each.gravity is Gravity.REFUSE for each in found)


def _sheet_page(request: HttpRequest, held: Sheet, comment_held: Mapping[str, object] | None = None) -> HttpResponse:
    """The page of a sheet; with a comment that was not kept, and why."""
    source = request.session.get(_source_key(held), "")
    context = page_of(reader(request), held, source) | {"comment_held": comment_held or {}}
    return render(request, "casebook/sheet.html", context, status=422 if comment_held else 200)
