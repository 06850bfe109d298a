"""The addresses of the registers: of the study, and of a site."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.registers import views, views_delegation, views_sites, views_study

study: list[URLPattern] = [
    path("", views_study.registers, name="registers"),
    path("deviations.csv", views_study.deviations_csv, name="registers-deviations-csv"),
    path("urgent/", views_study.record_urgent, name="registers-urgent"),
    path("urgent/<int:number>/notified/", views_study.notify_urgent, name="registers-urgent-notified"),
    path("training/", views_study.require, name="registers-require"),
]
site: list[URLPattern] = [
    path("identity-list.pdf", views_sites.identity, name="identity-list"),
    path("registers/", views_sites.registers, name="registers-site"),
    path("registers/<str:log>.csv", views_sites.export, name="registers-export"),
    path("registers/deviations/add/", views.add, name="deviation-add"),
    path("registers/deviations/<int:number>/", views.deviation, name="deviation"),
    path("registers/deviations/<int:number>/assess/", views.assess, name="deviation-assess"),
    path("registers/deviations/<int:number>/notified/", views.notify, name="deviation-notified"),
    path("registers/deviations/<int:number>/measures/", views.plan, name="deviation-plan"),
    path("registers/deviations/<int:number>/measures/<int:measure>/done/", views.finish, name="deviation-finish"),
    path("registers/deviations/<int:number>/close/", views.close, name="deviation-close"),
    path("registers/delegation/", views_delegation.delegate, name="delegate"),
    path("registers/delegation/<int:number>/accept/", views_delegation.accept, name="delegation-accept"),
    path("registers/delegation/<int:number>/end/", views_delegation.end, name="delegation-end"),
    path("registers/training/", views_sites.train, name="training-record"),
    path("registers/initiation/", views_sites.check_item, name="site-item"),
    path("registers/state/", views_sites.move, name="site-move"),
]
