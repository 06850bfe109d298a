"""No door keeps a free text that may name somebody, unless its writer has looked again and says that it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import bedside.conduct
from bedside.conduct.people.models import User
from bedside.conduct.privacy.free_texts import checked, nobody
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import SECOND, Moment, now

ROOT = Path(bedside.conduct.__file__).parent
NAMED = "Mme Durand 06 12 34 56 78"
AT = "2026-01-05T10:00"
DOORS = {
    "deviation": ("nurse", "/sites/01/registers/deviations/add/",
                  {"whole": "yes", "kind": "other", "found": AT}, "told"),
    "urgent measure": ("safety officer", "/study/registers/urgent/", {"taken": AT, "site": ""}, "told"),
    "site on hold": ("data manager", "/sites/01/registers/state/", {"state": "on hold"}, "reason"),
    "item of a site": ("data manager", "/sites/01/registers/initiation/", {"item": "ethics"}, "reason"),
    "delivery": ("pharmacist", "/sites/01/pharmacy/receive/", {
        "product": "{product}:5 mg", "lot": "1234567", "expiry": "2099-01", "quantity": "60", "at": AT,
        "reference": "1234567", "temperature": "within",
    }, "told"),
    "status": ("safety officer", "/study/status/", {"status": "terminated"}, "reason"),
}  # fmt: skip
SITELESS = {"safety officer", "data manager"}
KEPT = r"told|reason|because|note|why|method"
RAW = re.compile(rf'(?:_typed|text_of)\(request, "(?:{KEPT})"\)|POST\.get\("(?:{KEPT})"|posted\.get\("(?:{KEPT})"')
FIELD = re.compile(
    r'<(?:input|textarea)\b(?:(?!<|type="datetime-local").)*?'
    r'\bname="(?:told|reason|because|note)"(?! type="datetime-local")'
)
APART = {
    "people/": "of accounts: their people stand in the trail by name",
    "api/": "of tokens, likewise",
    "trail/": "of a redaction, which refuses every name; of a filter, which is not kept",
    "monitoring/": "of a query, whose reason says why a text may stay: looked at as that text is kept",
    "casebook/": "beside values, whose check asks",
    "safety/views.py": "when it was told, which is a moment",
}  # fmt: skip
"""What the sweeps leave out, and why."""


@pytest.mark.proves("law no-name")
@pytest.mark.parametrize("door", DOORS)
def test_a_name_is_asked_about_before_it_is_kept(
    door: str, study: Any, user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    role, address, sent, column = DOORS[door]
    client = client_of(user(role, "" if role in SITELESS else "01"))
    sent = {name: text.replace("{product}", study.protocol.products[0].id) for name, text in sent.items()}
    before = Event.objects.count()
    refused = client.post(address, {**sent, column: NAMED})
    assert refused.status_code == 422 and "a telephone number" in refused.content.decode()
    assert Event.objects.count() == before
    assert client.post(address, {**sent, column: NAMED, "names_nobody": "yes"}).status_code == 302
    assert Event.objects.count() > before


@pytest.mark.proves("law no-name")
@pytest.mark.parametrize(("language", "says"), [("en", "this text may hold"), ("fr", "ce texte semble contenir")])
def test_so_are_the_reasons_of_consent_and_of_the_timeline(
    language: str, says: str, study: Any, actor: Callable[..., Any], user: Callable[..., User],
    client_of: Callable[..., Client],
) -> None:  # fmt: skip
    from bedside.conduct.participants import actions, consent
    from bedside.conduct.participants.models import Enrolled
    from bedside.conduct.trail.keeping import Act, keep

    nurse, doctor, at = actor("nurse"), actor("investigator"), Moment(now() - 60 * SECOND)
    asked, enrolled = actions.screen(nurse, "01"), actions.screen(nurse, "01")
    route = study.protocol.consent_routes[0]
    given = frozenset(group[0] for group in route.needs)
    step = actions.record_consent(doctor, asked, consent.Taken(consent.Step.GIVE, at, route.id, "1.0", given))
    keep(Act(doctor, "enrol", "01"), Enrolled(person=enrolled, number="01-001", at_us=int(at), version="1.0"))
    happened = actions.happen(nurse, enrolled, "icu_discharge", at)
    client = client_of(user("investigator", "01"))
    client.cookies["django_language"] = language
    for person, page, row in ((asked, "consent", step), (enrolled, "timeline", happened)):
        address, sent = f"/participants/{person.code}/{page}/", {"take_back": str(row.pk), "reason": NAMED}
        assert client.get(address).content.decode().count('name="names_nobody"') >= 1
        refused = client.post(address, sent)
        assert refused.status_code == 422 and says in refused.content.decode()
        assert client.post(address, {**sent, "names_nobody": "yes"}).status_code == 302


def test_whose_word_counts() -> None:
    for clean in (" a bed was missing ", ""):
        assert checked(clean, False) == nobody(clean) == clean.strip()
    assert checked(NAMED, True) == NAMED
    with pytest.raises(UsageError, match="or confirm that it names nobody"):
        checked(NAMED, False)
    with pytest.raises(UsageError) as error:
        nobody(NAMED)
    assert str(error.value).endswith("Take it out.")


def _left(pattern: re.Pattern[str], *globs: str) -> Iterator[tuple[str, str]]:
    """Every match with its file, those that are looked at otherwise apart."""
    for file in sorted(file for glob in globs for file in ROOT.rglob(glob)):
        path = str(file.relative_to(ROOT))
        if not any(path.startswith(each) for each in APART):
            yield from ((path, found[0]) for found in pattern.finditer(file.read_text(encoding="utf-8")))


def test_no_view_reads_a_free_text_past_the_scan() -> None:
    """Whoever adds a field reads it with `privacy.free_texts.free_text`."""
    assert list(_left(RAW, "views*.py", "typed.py", "posted.py")) == []


def test_every_form_with_a_free_text_lets_its_writer_answer() -> None:
    """The tick stands beside the field: without it, a text that is found once could never be sent."""
    fields = Counter(path for path, _ in _left(FIELD, "*.html"))
    assert fields
    for path, count in fields.items():
        assert (ROOT / path).read_text(encoding="utf-8").count("frame/names_nobody.html") >= count, path
