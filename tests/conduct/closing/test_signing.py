"""A signature says who, when and what, holds while nothing below it changes, and falls with the first change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.actions_drafts import keep_draft
from bedside.conduct.casebook.places import UNSCHEDULED, scope_of
from bedside.conduct.closing.actions import ChangedMeanwhile, NotReady, sign
from bedside.conduct.closing.meanings import SIGNED_AT, Meaning, said
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.signing import Signatures, Signing, changes, digest_of, proved
from bedside.conduct.closing.standing import to_sign
from bedside.conduct.locks.scopes import Level, Scope
from bedside.conduct.participants import actions as participants
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import now

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]


def signed(actor: Make, sheet: Any, scope: Scope | None = None, meaning: Meaning = Meaning.REVIEWED) -> Signature:
    by = actor("investigator", sheet.person.site)
    return sign(by, sheet.person, scope or scope_of(sheet), meaning, "Dr Example", "en")


def state(sheet: Any) -> Signing:
    return Signatures([sheet.person]).state(scope_of(sheet))


@pytest.mark.proves("inspection signing-logged", "inspection signature-says")
def test_a_signature_says_who_when_and_what(included: Make, result: Make, actor: Make, trial: str) -> None:
    sheet = result(included(trial), 1, wbc="9")
    held = signed(actor, sheet)
    assert held.said == said(Meaning.REVIEWED, Level.FORM).en
    assert (held.name, held.event.actor) == ("Dr Example", f"investigator-{sheet.person.site}")
    event = Event.objects.get(kept_in="closing_signature")
    assert (event.action, event.participant) == ("sign", sheet.person.code)
    assert event.place == scope_of(sheet).place and '"reviewed"' in event.detail
    assert state(sheet) is Signing.SIGNED and proved(sheet.person, held)


@pytest.mark.proves("inspection signature-falls")
def test_a_change_makes_it_fall_and_says_what_changed(included: Make, result: Make, actor: Make, trial: str) -> None:
    sheet = result(included(trial), 1, wbc="9")
    held = signed(actor, sheet)
    save(actor("nurse", sheet.person.site), sheet, {"wbc": Typed("7", reason="typing error")})
    assert state(sheet) is Signing.FALLEN and proved(sheet.person, held)
    assert digest_of(sheet.person, scope_of(sheet)) != held.signed
    (change,) = changes(sheet.person, held)
    assert (change.before.en.split("\u00a0")[0].split()[0], change.now.en.split()[0]) == ("9", "7")
    assert change.entry.event.reason == "typing error"
    waiting = to_sign([sheet.person])
    assert [(each.scope, each.state) for each in waiting] == [(scope_of(sheet), Signing.FALLEN)]
    signed(actor, sheet)
    assert state(sheet) is Signing.SIGNED and not to_sign([sheet.person])


@pytest.mark.proves("inspection signature-falls")
def test_a_casebook_falls_with_any_form_and_any_event_of_it(included: Make, result: Make, actor: Make) -> None:
    someone = included()
    one, other = result(someone, 1, wbc="9"), result(someone, 2, wbc="8")
    whole = Scope("01", someone.code)
    signed(actor, one, whole)
    assert state(one) is state(other) is Signing.SIGNED
    participants.happen(actor("nurse"), someone, "icu_discharge", now())
    assert state(one) is Signing.FALLEN
    signed(actor, one, whole, Meaning.APPROVED)
    result(someone, 3, wbc="7")
    assert state(one) is state(other) is Signing.FALLEN


def test_another_form_of_the_visit_leaves_a_signed_form_alone(included: Make, result: Make, actor: Make) -> None:
    someone = included()
    one = result(someone, 1, wbc="9")
    signed(actor, one)
    result(someone, 2, wbc="8")
    assert state(one) is Signing.SIGNED


def test_what_cannot_be_signed(included: Make, result: Make, actor: Make, user: Make) -> None:
    someone = included()
    sheet, by = result(someone, 1, wbc="9"), actor("investigator")
    empty = open_sheet(actor("nurse"), someone, UNSCHEDULED, "sofa_day", "1.0")
    with pytest.raises(NotReady, match="nothing is written there; not complete: SOFA of the day"):
        sign(by, someone, scope_of(empty), Meaning.REVIEWED, "Dr Example", "en")
    keep_draft(user("nurse", "01", "night"), sheet, {"wbc": Typed("5")}, {"wbc": 1})
    with pytest.raises(NotReady, match="typed and not saved by night"):
        signed(actor, sheet)
    for scope, name, says in [
        (scope_of(sheet, "wbc"), "Dr Example", "not signed"), (Scope("01"), "Dr Example", "not signed"),
        (scope_of(sheet), " ", "no name"),
    ]:  # fmt: skip
        with pytest.raises(UsageError, match=says):
            sign(by, someone, scope, Meaning.REVIEWED, name, "en")


@pytest.mark.proves("inspection signature-seen")
def test_what_was_saved_since_it_was_looked_at_is_not_signed(included: Make, result: Make, actor: Make) -> None:
    sheet = result(included(), 1, wbc="9")
    by, scope = actor("investigator"), scope_of(sheet)
    seen = digest_of(sheet.person, scope)
    save(actor("nurse"), sheet, {"wbc": Typed("7", reason="typing error")})
    with pytest.raises(ChangedMeanwhile, match="since you opened this page; nothing is signed yet"):
        sign(by, sheet.person, scope, Meaning.REVIEWED, "Dr Example", "en", seen)
    sign(by, sheet.person, scope, Meaning.REVIEWED, "Dr Example", "en", digest_of(sheet.person, scope))
    assert state(sheet) is Signing.SIGNED


def test_nobody_signs_the_same_twice(included: Make, result: Make, actor: Make) -> None:
    sheet = result(included(), 1, wbc="9")
    signed(actor, sheet)
    with pytest.raises(UsageError, match="signed this already"):
        signed(actor, sheet)
    signed(actor, sheet, meaning=Meaning.APPROVED)


def test_every_meaning_at_every_depth_has_its_sentence_in_both_languages() -> None:
    sentences = {said(meaning, level) for meaning in Meaning for level in SIGNED_AT}
    assert len(sentences) == len(Meaning) * len(SIGNED_AT)
    assert all(text.en != text.fr and "{" not in text.en + text.fr for text in sentences)


# --- on the screen ----------------------------------------------------------------------------------------------------


def page(client: Client, sheet: Any) -> str:
    answer = client.get(f"/participants/{sheet.person.code}/sign/", sent(sheet))
    return str(answer.content.decode()).replace("\u00a0", " ")


def seen_on(shown: str) -> str:
    """The digest of what the page of a signature shows."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert found is not None, shown
    return found.group(1)


def sent(sheet: Any, **more: str) -> dict[str, str]:
    return {"visit": sheet.visit, "form": sheet.form, "number": str(sheet.number), **more}


@pytest.mark.proves("inspection signature-says")
def test_the_page_asks_for_the_password_and_the_second_factor_again(
    included: Make, result: Make, user: Make, client_of: Make, password: str, code: Callable[[Any], str]
) -> None:
    sheet, account = result(included(), 1, wbc="9"), user("investigator", "01", "dr-one")
    client, address = client_of(account), f"/participants/{sheet.person.code}/sign/"
    whole = sent(sheet, meaning="reviewed", name="Dr One", password=password, seen=seen_on(page(client, sheet)))
    for wrong in ({"password": "no"}, {"code": "000000"}, {"password": "", "code": code(account)}):
        assert client.post(address, {**whole, **wrong}).status_code == 422
    assert not Signature.objects.exists()
    assert Event.objects.filter(action="failed log-in").count() == 2
    assert client.post(address, {**whole, "code": code(account)}).status_code == 302
    shown = page(client, sheet)
    assert "<strong>Dr One</strong> (dr-one)" in shown and "✍ holds" in shown
    assert "I have reviewed this form" in shown and "what was signed is what the trail holds" in shown


@pytest.mark.proves("inspection signature-seen")
@pytest.mark.parametrize(("language", "says"), [("en", "since you opened this page"), ("fr", "depuis l’ouverture")])
def test_the_page_says_that_something_was_saved_meanwhile(
    language: str, says: str, included: Make, result: Make, user: Make, client_of: Make, actor: Make, password: str,
    code: Callable[[Any], str],
) -> None:  # fmt: skip
    sheet, account = result(included(), 1, wbc="9"), user("investigator", "01", "dr-one")
    client, address = client_of(account), f"/participants/{sheet.person.code}/sign/"
    client.cookies["django_language"] = language
    whole = sent(sheet, meaning="reviewed", name="Dr One", password=password, seen=seen_on(page(client, sheet)))
    save(actor("nurse"), sheet, {"wbc": Typed("7", reason="typing error")})
    answer = client.post(address, {**whole, "code": code(account)})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not Signature.objects.exists()
    assert seen_on(answer.content.decode()) == digest_of(sheet.person, scope_of(sheet))


@pytest.mark.proves("inspection signature-falls")
def test_the_page_and_the_list_show_what_changed(
    included: Make, result: Make, user: Make, client_of: Make, actor: Make
) -> None:
    sheet = result(included(), 1, wbc="9")
    signed(actor, sheet)
    save(actor("nurse"), sheet, {"wbc": Typed("7", reason="typing error")})
    client = client_of(user("investigator", "01"))
    shown = page(client, sheet)
    assert "! no longer holds" in shown and "typing error" in shown
    listed = client.get("/sites/01/to-sign/").content.decode()
    assert "changed since signed" in listed and sheet.person.enrolled.number in listed
    assert f'<a href="/participants/{sheet.person.code}/sign/">Sign the whole casebook<' in listed
    client.cookies["django_language"] = "fr"
    assert "n’est plus valable" in page(client, sheet)


@pytest.mark.parametrize(("language", "says"), [("en", "Nobody has begun these forms"), ("fr", "Vous signez sans eux")])
def test_who_signs_a_casebook_reads_what_it_lacks(
    language: str, says: str, included: Make, result: Make, user: Make, client_of: Make
) -> None:
    sheet = result(included(), 1, wbc="9")
    client = client_of(user("investigator", "01"))
    client.cookies["django_language"] = language
    assert says in client.get(f"/participants/{sheet.person.code}/sign/").content.decode()
    assert says not in page(client, sheet), "a form lacks no other form"


@pytest.mark.parametrize("role", ["nurse", "monitor", "data manager", "inspector"])
def test_who_is_no_investigator_sees_and_does_not_sign(
    role: str, included: Make, result: Make, user: Make, client_of: Make
) -> None:
    sheet = result(included(), 1, wbc="9")
    client = client_of(user(role, "01"))
    assert "Only an investigator of the site signs." in page(client, sheet)
    assert client.post(f"/participants/{sheet.person.code}/sign/", sent(sheet)).status_code == 403
