"""What goes with every answer, those that refuse or fail included; and what is too much to be sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bedside.conduct.frame import policy
from bedside.conduct.people.models import User
from bedside.conduct.trail.models import Event
from tests.conduct.people.addresses import addresses

pytestmark = pytest.mark.usefixtures("study")


FRAMED = {"cuts/plan/document/", "designs/document/"}
"""What stands in a frame of our own pages, under a policy of its own, whoever asks."""


def lacking(answer: Any) -> list[str]:
    """What an answer does not say, and should."""
    told = answer.headers
    wanted = {
        "X-Frame-Options": told.get("X-Frame-Options") == "DENY",
        "X-Content-Type-Options": told.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": told.get("Referrer-Policy") == "same-origin",
        "Cross-Origin-Opener-Policy": told.get("Cross-Origin-Opener-Policy") == "same-origin",
        "Content-Security-Policy": "frame-ancestors 'none'" in told.get("Content-Security-Policy", "")
        and "unsafe" not in told.get("Content-Security-Policy", ""),
        "Cache-Control": "no-store" in told.get("Cache-Control", ""),
    }
    return [name for name, there in wanted.items() if not there]


@pytest.mark.proves("ground strict-policy")
def test_every_page_carries_them(user: Callable[..., User], client_of: Callable[..., Client]) -> None:
    client = client_of(user("investigator", "01"), raise_request_exception=False)
    for address in addresses():
        answer = client.get(address.filled(site="01", code="none-such"))
        if answer.status_code == 200 and address.route in FRAMED:
            assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
            policy = answer.headers["Content-Security-Policy"]
            assert "frame-ancestors 'self'" in policy and "default-src 'none'" in policy and "sandbox" in policy
            assert set(lacking(answer)) <= {"X-Frame-Options", "Content-Security-Policy"}
            continue
        assert not lacking(answer), f"{address.route} ({answer.status_code}): {lacking(answer)}"


@pytest.mark.proves("ground strict-policy")
def test_so_does_every_refusal(
    user: Callable[..., User], client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = client_of(user("data manager", ""), raise_request_exception=False)
    monkeypatch.setattr("bedside.conduct.study.reading.recruitment", lambda: 1 / 0)
    answers = {
        404: manager.get("/none-such"),
        403: manager.get("/people/"),
        422: manager.post("/sites/01/versions/none-such/approve/", {}),
        405: manager.get("/study/status/"),
        500: manager.get("/study/"),
        400: manager.get("/study/", headers={"host": "evil.example.org"}),
        413: manager.post("/study/status/", b"", "text/plain", CONTENT_LENGTH=str(policy.LARGEST + 1)),
    }
    for status, answer in answers.items():
        assert answer.status_code == status, (status, answer.status_code)
        assert not lacking(answer), f"{status}: {lacking(answer)}"


@pytest.mark.proves("ground uploads")
def test_a_program_that_sends_too_much_is_answered_in_the_shape_of_every_refusal(client: Client, study: Any) -> None:
    sent = {"CONTENT_LENGTH": str(policy.LARGEST + 1)}
    answer = client.post("/api/v1/sites/01/imports/look", b"", "application/json", **sent)
    assert answer.status_code == 413
    assert answer.json() == {"what": "This is too large.", "where": "", "do": "Send at most 5 MB at once."}


@pytest.mark.proves("ground uploads")
@pytest.mark.parametrize(("language", "said"), [("en", "Send at most 5 MB"), ("fr", "N’envoyez pas plus de 5 Mo")])
def test_who_sends_too_much_from_a_page_is_refused_by_a_page_in_their_language(
    language: str, said: str, client: Client, study: Any
) -> None:
    sent = {"CONTENT_LENGTH": str(policy.LARGEST + 1), "headers": {"accept-language": language}}
    answer = client.post("/sites/01/imports/look/", b"", "multipart/form-data; boundary=x", **sent)
    page = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert said in page and f'<html lang="{language}">' in page and 'href="/"' in page


@pytest.mark.proves("ground uploads")
def test_too_many_fields_are_not_read(user: Callable[..., User], client_of: Callable[..., Client]) -> None:
    client = client_of(user("nurse", "01"))
    answer = client.post("/sites/01/screening/new/", {f"field-{n}": "x" for n in range(2000)})
    assert answer.status_code == 400


def zipped(size: int) -> bytes:
    """A small archive of much of nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ranges.csv", b"0" * size)
    return made.getvalue()


@pytest.mark.proves("ground uploads")
@pytest.mark.parametrize(
    "sent",
    [
        ("ranges.csv", b"a,b\n" * 100_000),
        ("ranges.csv.zip", zipped(50_000_000)),
        ("ranges.csv", zipped(50_000_000)),
        ("ranges.exe", b"MZ\x90\x00"),
        ("ranges.csv", b"\xff\xfe\x00a"),
        ("../../secrets/trail.csv", b"a;b\n1;2\n"),
        ("ranges.csv", b""),
        ("ranges.csv", b"name\n=cmd|'/c calc'!A1\n"),
    ],
    ids=["long", "zip", "zip named csv", "program", "not UTF-8", "path", "empty", "formula"],
)
def test_no_upload_but_a_table_of_ranges(
    user: Callable[..., User], client_of: Callable[..., Client], sent: tuple[str, bytes]
) -> None:
    """It is refused in words, nothing is kept, and nothing is unpacked: no part of bedside unpacks what is sent."""
    client, before = client_of(user("investigator", "01")), Event.objects.count()
    answer = client.post("/sites/01/ranges/upload/", {"file": SimpleUploadedFile(*sent)})
    assert answer.status_code in (400, 422) and "<h1" in answer.content.decode()
    assert Event.objects.count() == before
