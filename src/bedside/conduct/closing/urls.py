"""The addresses of closing: of the study, of a site, of a participant."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.closing import views, views_review, views_signing
from bedside.conduct.locks.states import Way


def _ways(prefix: str) -> list[URLPattern]:
    """Freezing, lifting, locking, unlocking: an address each, as each has a right of its own."""
    names = [(way, way.name.lower()) for way in Way]
    return [path(f"closing/{name}/", views.do[way], name=f"closing-{prefix}-{name}") for way, name in names]


of_study: list[URLPattern] = [
    path("closing/", views.study, name="closing-study"),
    *_ways("study"),
    path("completeness/", views_review.of_study, name="completeness-study"),
]
of_site: list[URLPattern] = [
    path("closing/", views.site, name="closing-site"),
    *_ways("site"),
    path("completeness/", views_review.of_site, name="completeness-site"),
    path("to-sign/", views_signing.waiting, name="closing-to-sign"),
    path("review/", views_review.changes, name="closing-review"),
]
of_participant: list[URLPattern] = [
    path("closing/", views.participant, name="closing-participant"),
    *_ways("participant"),
    path("sign/", views_signing.signing, name="closing-sign"),
]
