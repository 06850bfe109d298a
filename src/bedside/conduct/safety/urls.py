"""The addresses of safety: those of a participant, and those of the whole study."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.safety import views, views_corrections, views_infections, views_study

urlpatterns: list[URLPattern] = [
    path("", views.participant, name="safety-participant"),
    path("pregnancy/", views.pregnancy, name="safety-pregnancy"),
    path("<int:sheet>/", views.event, name="safety-event"),
    path("infections/<int:sheet>/tell/", views_infections.tell, name="safety-tell-infection"),
    path("infections/<int:sheet>/link/", views_infections.link, name="safety-link"),
    path("infections/<int:sheet>/unlink/", views_infections.unlink, name="safety-unlink"),
    path("<int:sheet>/confirm/", views.confirm, name="safety-confirm"),
    path("<int:sheet>/known/", views.learn, name="safety-learn"),
    path("<int:sheet>/notify/", views.notify, name="safety-notify"),
    path("<int:sheet>/<int:number>/receive/", views.receive, name="safety-receive"),
    path("<int:sheet>/<int:number>/receipt/", views_corrections.receipt, name="safety-correct-receipt"),
    path("<int:sheet>/submissions/<int:number>/back/", views_corrections.submission, name="safety-submission-back"),
    path("<int:sheet>/<int:number>/assess/", views.assess, name="safety-assess"),
    path("<int:sheet>/<int:number>/submit/", views.submit, name="safety-submit"),
    path("<int:sheet>/<int:number>/report.pdf", views.report_pdf, name="safety-pdf"),
    path("<int:sheet>/<int:number>/icsr.xml", views.report_icsr, name="safety-icsr"),
]
study: list[URLPattern] = [
    path("", views_study.study, name="safety"),
    path("board/", views_study.board, name="safety-board"),
    path("board.csv", views_study.board_csv, name="safety-board-csv"),
    path("board.pdf", views_study.board_pdf, name="safety-board-pdf"),
    path("mails/", views_study.mails, name="safety-mails"),
    path("annual/", views_study.annual, name="safety-annual"),
    path("annual.csv", views_study.annual_csv, name="safety-annual-csv"),
    path("annual.pdf", views_study.annual_pdf, name="safety-annual-pdf"),
]
