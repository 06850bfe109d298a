"""The addresses of monitoring."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.monitoring import views, views_plan, views_query, views_verification

_ONE = "participants/<str:code>/queries/<int:query>/"
_SHEET = "participants/<str:code>/verification/<int:sheet>/"

urlpatterns: list[URLPattern] = [
    path("queries/", views.queries, name="queries"),
    path("queries/queries.csv", views.export, name="queries-export"),
    path("queries/answer/", views.answer_chosen, name="queries-answer"),
    path("sites/<str:site>/data-review/", views.review, name="data-review"),
    path("sites/<str:site>/data-review/look/", views.look, name="queries-look"),
    path("participants/<str:code>/queries/ask/", views_query.ask, name="query-ask"),
    path(_ONE, views_query.query, name="query"),
    path(f"{_ONE}answer/", views_query.answer, name="query-answer"),
    path(f"{_ONE}close/", views_query.close, name="query-close"),
    path(f"{_ONE}reopen/", views_query.reopen, name="query-reopen"),
    path("participants/<str:code>/verification/", views_verification.verification, name="verification"),
    path(_SHEET, views_verification.sheet, name="verification-sheet"),
    path(f"{_SHEET}verify/", views_verification.verify, name="verification-verify"),
    path(f"{_SHEET}back/", views_verification.take_back, name="verification-back"),
    path("study/verification-plan/", views_plan.plan, name="verification-plan"),
    path("study/verification-plan/choose/", views_plan.choose, name="verification-plan-choose"),
]
