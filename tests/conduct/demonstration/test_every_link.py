"""Every link that somebody finds in the demonstration leads to a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import resolve

from bedside.conduct.people.models import User

FILES = re.compile(r"\.(pdf|csv|json|xml|xlsx|svg|zip|parquet)$")
"""What is made anew at each call and looked at by tests of its own."""


@pytest.mark.parametrize("reader", [
    "investigator", "nurse", "pharmacist", "monitor", "data-manager", "safety-officer", "statistician", "inspector",
    "administrator",
])  # fmt: skip
def test_every_kind_of_link_leads_to_a_page(reader: str, demonstration: Any, client_of: Any) -> None:
    """One of each kind: the first that is found of each named address."""
    client = client_of(User.objects.get(username=reader))
    seen, found = set(), {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        name = resolve(address.partition("?")[0]).url_name
        if name in seen or name == "account_logout":
            continue
        seen.add(name)
        answer = client.get(address, follow=True)
        found[address] = answer.status_code
        waiting += _links(answer.content.decode()) if answer["Content-Type"].startswith("text/html") else []
    assert len(found) > 10
    assert {address: status for address, status in found.items() if status != 200} == {}


def _links(page: str) -> Iterator[str]:
    for link in re.findall(r"""<a [^>]*href="(/[^"#]*)""", page):
        if not FILES.search(link.partition("?")[0]) and not link.startswith("/static/"):
            yield html.unescape(link)
