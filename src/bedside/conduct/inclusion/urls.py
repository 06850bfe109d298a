"""The addresses of inclusion: one person."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.inclusion import views, views_measured, views_put_right, views_timeline

urlpatterns: list[URLPattern] = [
    path("", views.person_page, name="person"),
    path("answers/", views.answer, name="answers"),
    path("suppose/", views.suppose, name="suppose"),
    path("measured/", views_measured.save, name="measured"),
    path("measured/draft/", views_measured.draft, name="measured-draft"),
    path("enrol/", views.enrol, name="enrol"),
    path("enrolment/correct/", views_put_right.correct, name="enrolment-correct"),
    path("enrolment/take-back/", views_put_right.take_back, name="enrolment-take-back"),
    path("leave-out/", views.leave_out, name="leave_out"),
    path("ineligible/", views.ineligible, name="ineligible"),
    path("slip.pdf", views.slip_pdf, name="slip"),
    path("timeline/", views_timeline.timeline_page, name="timeline"),
    path("preview/", views.preview_page, name="preview"),
]
