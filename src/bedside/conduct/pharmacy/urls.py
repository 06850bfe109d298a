"""The addresses of the pharmacy: of the study, of one site, of one participant."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.pharmacy import views, views_lots, views_people, views_study

study: list[URLPattern] = [
    path("", views_study.study, name="pharmacy-study"),
    path("study-drug.csv", views_study.log_csv, name="pharmacy-study-csv"),
    path("lots/<int:number>/", views_study.lot, name="pharmacy-study-lot"),
    path("lots/<int:number>/recall/", views_study.recall, name="pharmacy-recall"),
]
site: list[URLPattern] = [
    path("pharmacy/", views.pharmacy, name="pharmacy"),
    path("pharmacy/receive/", views.receive, name="pharmacy-receive"),
    path("pharmacy/log.csv", views.log_csv, name="pharmacy-csv"),
    path("pharmacy/log.pdf", views.log_pdf, name="pharmacy-pdf"),
    path("pharmacy/acts/<int:number>/arrive/", views.arrive, name="pharmacy-arrive"),
    path("pharmacy/acts/<int:number>/lost/", views.never_came, name="pharmacy-never-came"),
    path("pharmacy/acts/<int:number>/undo/", views.undo, name="pharmacy-undo"),
    path("pharmacy/acts/<int:number>/check/", views.check, name="pharmacy-check"),
    path("pharmacy/lots/<int:number>/", views_lots.lot, name="pharmacy-lot"),
    path("pharmacy/lots/<int:number>/authorise/", views_lots.authorise, name="pharmacy-authorise"),
    path("pharmacy/lots/<int:number>/<str:act>/", views_lots.act, name="pharmacy-act"),
]
participant: list[URLPattern] = [
    path("pharmacy/", views_people.participant, name="pharmacy-participant"),
    path("pharmacy/dispense/", views_people.dispense, name="pharmacy-dispense"),
    path("pharmacy/take-in/", views_people.take_in, name="pharmacy-take-in"),
]
