"""The addresses of samples: of a site, and of a participant."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.samples import views, views_batches, views_freezers, views_parcels, views_person

site: list[URLPattern] = [
    path("", views.work, name="samples-site"),
    path("card/", views.card, name="samples-card"),
    path("tubes.csv", views.export, name="samples-export"),
    path("freezers/", views_freezers.freezers, name="samples-freezers"),
    path("freezers/add/", views_freezers.add, name="samples-freezer-add"),
    path("freezers/store/", views_freezers.store, name="samples-store"),
    path("freezers/<int:number>/excursion/", views_freezers.excursion, name="samples-excursion"),
    path("excursions/<int:number>/take-back/", views_freezers.take_back, name="samples-excursion-back"),
    path("parcels/", views_parcels.parcels, name="samples-parcels"),
    path("parcels/add/", views_parcels.add, name="samples-parcel-add"),
    path("parcels/<int:number>/", views_parcels.one, name="samples-parcel"),
    path("parcels/<int:number>/list/", views_parcels.list_, name="samples-parcel-list"),
    path("parcels/<int:number>/send/", views_parcels.send, name="samples-parcel-send"),
    path("parcels/<int:number>/receive/", views_parcels.receive, name="samples-parcel-receive"),
    path("parcels/<int:number>/take-back/", views_parcels.take_back, name="samples-parcel-back"),
    path("parcels/<int:number>/manifest.<str:kind>", views_parcels.manifest, name="samples-manifest"),
    path("assays/", views_batches.batches, name="samples-batches"),
    path("assays/add/", views_batches.add, name="samples-batch-add"),
    path("assays/<int:number>/assay/", views_batches.assay, name="samples-batch-assay"),
]
person: list[URLPattern] = [
    path("", views_person.samples, name="samples-person"),
    path("draw/", views_person.draw, name="samples-draw"),
    path("not-drawn/", views_person.not_drawn, name="samples-not-drawn"),
    path("process/<int:draw>/", views_person.process, name="samples-process"),
    path("destruction/", views_person.destruction, name="samples-destruction"),
    path("labels.pdf", views_person.print_labels, name="samples-labels"),
    path("aliquots/<int:aliquot>/", views_person.custody, name="samples-aliquot"),
    path("aliquots/<int:aliquot>/step/", views_person.step, name="samples-step"),
    path("take-back/<int:act>/", views_person.take_back, name="samples-take-back"),
]
