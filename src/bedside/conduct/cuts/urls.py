"""The addresses of cuts."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.cuts import views, views_board, views_paper, views_plan, views_results

urlpatterns: list[URLPattern] = [
    path("", views.cuts, name="cuts"),
    path("take/", views.take, name="cuts_take"),
    path("<int:number>/", views.download, name="cuts_download"),
    path("<int:number>/results/", views_results.results_page, name="cuts_results"),
    path("<int:number>/results/report/", views_results.report, name="cuts_results_report"),
    path("<int:number>/results/files/", views_results.files, name="cuts_results_files"),
    path("<int:number>/results/profiles/", views_results.profiles, name="cuts_results_profiles"),
    path("<int:number>/board/", views_board.board_page, name="cuts_board"),
    path("<int:number>/board/report/", views_board.board, name="cuts_board_report"),
    path("<int:number>/board/files/", views_board.files, name="cuts_board_files"),
    path("<int:number>/board/primary/", views_board.files_with_primary, name="cuts_board_primary"),
    path("plan/", views_plan.plan_page, name="cuts_plan"),
    path("plan/document/", views_plan.plan, name="cuts_plan_document"),
    path("plan.pdf", views_plan.printed, name="cuts_plan_pdf"),
    path("forms/blank.pdf", views_paper.blank, name="cuts_blank"),
    path("forms/annotated.pdf", views_paper.annotated, name="cuts_annotated"),
    path("casebook/<str:code>.pdf", views_paper.casebook, name="cuts_casebook"),
]
