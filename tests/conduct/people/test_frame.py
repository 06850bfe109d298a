"""What every page shares: its policy, its words in two languages, its pages for what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client, RequestFactory

import bedside.conduct
from bedside.conduct.frame import views
from bedside.conduct.frame.words import say
from bedside.conduct.people.way_back import sent_from, to_log_in

ROOMS = sorted(each.name for each in apps.get_app_configs() if each.name.startswith("bedside.conduct."))
ROOT = Path(bedside.conduct.__file__).parent
SAID = re.compile(r'{% say "([a-z_.A-Z0-9-]+)"(?=[ %])')
PLACES = re.compile(r"{(\w*)}")


@pytest.mark.proves("ground both-languages")
@pytest.mark.parametrize("room", ROOMS)
def test_words_stand_in_both_languages_with_the_same_places(room: str) -> None:
    for name, text in import_module(f"{room}.words").WORDS.items():
        assert text.en.strip() and text.fr.strip(), name
        assert sorted(PLACES.findall(text.en)) == sorted(PLACES.findall(text.fr)), name


@pytest.mark.parametrize("room", ROOMS)
def test_french_typography(room: str) -> None:
    """A space that does not break before : ; ? ! and inside « »; the apostrophe is ’."""
    for name, text in import_module(f"{room}.words").WORDS.items():
        assert not re.search(r"[^\W\d][:;?!](\s|$)|[\w)»] [:;?!»]|« ", text.fr), f"{name}: {text.fr}"
        assert "'" not in text.fr, f"{name}: {text.fr}"


@pytest.mark.proves("ground both-languages")
def test_what_templates_say_there_is() -> None:
    for template in ROOT.rglob("templates/**/*.html"):
        for key in SAID.findall(template.read_text(encoding="utf-8")):
            application, _, name = key.rpartition(".")
            assert name in import_module(f"bedside.conduct.{application or 'frame'}.words").WORDS, f"{template}: {key}"


@pytest.mark.proves("ground strict-policy")
def test_no_template_breaks_the_policy() -> None:
    """No inline script or style, no handler in an attribute, nothing from elsewhere."""
    for template in ROOT.rglob("templates/**/*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(
            r"<script(?![^>]*(\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=|https?://", text
        ), template


@pytest.mark.proves("ground strict-policy")
def test_the_policy_goes_with_every_page(client: Client, study: Any) -> None:
    for path in ("/account/login/", "/none-such", "/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_no_such_page(client: Client, study: Any) -> None:
    answer = client.get("/none-such")
    assert answer.status_code == 404 and "There is no such page" in answer.content.decode()


def test_a_form_without_its_token_says_that_nothing_was_saved(
    study: Any, user: Callable[..., Any], client_of: Any
) -> None:
    answer = client_of(user("nurse", "01"), enforce_csrf_checks=True).post("/account/logout/")
    assert answer.status_code == 403 and say("forged_todo") in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"), [(views.broken, 500), (lambda r: views.not_understood(r, Exception()), 400)]
)
def test_pages_that_lean_on_nothing(view: Callable[..., Any], status: int) -> None:
    """No database is allowed here, and none is asked."""
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status and "<h1>" in answer.content.decode()


def test_a_wrong_host_is_refused(client: Client, study: Any, settings: Any) -> None:
    assert client.get("/account/login/", headers={"host": "elsewhere.example.org"}).status_code == 400


@pytest.mark.proves("inspection data-reads-logged")
def test_who_reads_a_site_s_lists_is_in_the_trail_once_an_hour(
    study: Any, user: Callable[..., Any], client_of: Any
) -> None:
    from bedside.conduct.trail.models import Event

    client, before = client_of(user("monitor", "01", "mona")), Event.objects.count()
    for path in ("/sites/01/screening/", "/sites/01/participants/", "/sites/02/participants/"):
        client.get(path)
    added = Event.objects.filter(number__gt=before).values_list("actor", "role", "action", "site")
    assert list(added) == [("mona", "monitor", "read lists", "01")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("on 2026-11-14 11:17 by root", 'on <span class="when">2026-11-14</span> 11:17 by root'),
        ("until 2026-11-14", 'until <span class="when">2026-11-14</span>'),
        ("<b> 01-007", "&lt;b&gt; 01-007"), ("12026-11-145", "12026-11-145"),
    ],
)  # fmt: skip
def test_a_day_is_not_broken_at_the_end_of_a_line(text: str, shown: str) -> None:
    from bedside.conduct.frame.templatetags.words import unbroken

    assert unbroken(text) == shown


def test_no_attribute_holds_a_day_as_an_element() -> None:
    for template in ROOT.rglob("templates/**/*.html"):
        text = re.sub(r'({[{%][^"}]*)"([^"}]*)"', r"\1'\2'", template.read_text(encoding="utf-8"))
        assert not re.search(r'="[^"]*\|unbroken', text), template


OURS = "/participants/01-S001/consent/"


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        (f"http://testserver{OURS}", OURS), (f"http://testserver{OURS}?at=2026-11-23", f"{OURS}?at=2026-11-23"),
        ("", ""), (OURS, ""), (f"https://testserver{OURS}", ""), (f"http://elsewhere.example.org{OURS}", ""),
        (f"http://testserver.example.org{OURS}", ""), ("http://testserver//elsewhere.example.org/", ""),
        ("http://testserver/\\elsewhere.example.org/", ""), ("http://testserver/none-such/", ""),
        (f"http://testserver@elsewhere.example.org{OURS}", ""), ("javascript:alert(1)", ""),
    ],
)  # fmt: skip
def test_a_refusal_leads_back_to_the_form_that_it_refuses(said: str, leads: str) -> None:
    """The browser says where a form stood; only a page of ours is led to."""
    asked = RequestFactory().post(OURS, headers={"referer": said})
    assert sent_from(asked) == leads


@pytest.mark.parametrize(
    ("method", "address", "headers", "back"),
    [
        ("get", f"{OURS}?at=2026-11-23", {}, f"/account/login/?next={OURS}%3Fat%3D2026-11-23"),
        ("get", OURS, {"Sec-Fetch-Dest": "document"}, f"/account/login/?next={OURS}"),
        ("get", OURS, {"Sec-Fetch-Dest": "empty"}, "/account/login/"),
        ("post", f"{OURS}sign/", {"Referer": f"http://testserver{OURS}"}, f"/account/login/?next={OURS}"),
        ("post", f"{OURS}sign/", {}, "/account/login/"),
        ("post", OURS, {"Referer": "http://elsewhere.example.org/"}, "/account/login/"),
        ("get", "/account/2fa/", {}, "/account/login/"),
    ],
)  # fmt: skip
def test_the_log_in_leads_back_to_the_page_where_somebody_was(
    method: str, address: str, headers: dict[str, str], back: str
) -> None:
    """Never to where forms are sent, which no browser may get, nor to a part of a page."""
    assert to_log_in(getattr(RequestFactory(), method)(address, headers=headers)).headers["Location"] == back


@pytest.mark.parametrize(
    ("at", "leads"),
    [(f"http://testserver{OURS}", f"?next={OURS}"), ("http://elsewhere.example.org/", ""), ("", "")],
)
def test_a_part_of_a_page_says_in_its_place_that_the_session_ended(
    study: Any, client_of: Any, at: str, leads: str
) -> None:
    """No page of its own: the one around it stays, and leads to the log-in and back."""
    answer = Client().get("/sites/01/newly/", headers={"HX-Request": "true", "HX-Current-URL": at})
    said = answer.content.decode()
    assert answer.status_code == 401 and f'href="/account/login/{leads}"' in said
    assert "<html" not in said and "<form" not in said


def test_the_page_of_a_refusal_says_so_and_a_page_that_was_asked_for_has_no_form(
    study: Any, user: Callable[..., Any], client_of: Any
) -> None:
    client = client_of(user("nurse", "01"))
    sent = client.post("/sites/02/screening/new/", headers={"referer": "http://testserver/sites/01/screening/"})
    shown = sent.content.decode()
    assert sent.status_code == 403 and "data-refused" in shown and '<a href="/sites/01/screening/">' in shown
    assert 'name="next" value="/sites/01/screening/"' in shown, "the other language is that of a page that there is"
    asked = client.get("/sites/02/screening/", headers={"referer": "http://testserver/sites/01/screening/"})
    assert asked.status_code == 403 and "data-refused" not in asked.content.decode()


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(("role", "site", "place"), [
    ("safety officer", "", "/safety/"), ("nurse", "02", "/sites/02/"), ("investigator", "01", "/sites/01/"),
])  # fmt: skip
def test_the_way_in_leads_to_where_the_work_of_a_role_is(
    role: str, site: str, place: str, user: Any, client_of: Any
) -> None:
    assert client_of(user(role, site)).get("/")["Location"] == place
