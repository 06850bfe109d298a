"""Research samples as tables of a cut: every tube that was drawn or said not to be, and every step of every aliquot.

A time that is known to the day, or not at all, is the earliest and the latest moment that it can have been.
"""

from __future__ import annotations

from collections.abc import Collection

from bedside.conduct.cuts.columns import DAY, PARTICIPANT, SITE, VISIT, code, text, time, utc, whole
from bedside.conduct.samples.models import Aliquot, Batch, Draw, Handling, NotDrawn, Processed, TakenBack, counting
from bedside.conduct.samples.states import TABLE, Step
from bedside.conduct.samples.words import DRAWERS, LOOKS, REASONS
from bedside.exports.tables import Cell
from bedside.values.wording import Text

_TAKEN_BACK = whole("taken_back", "1: it no longer counts", "1\u00a0: ne compte plus")

DRAWN = Text("tubes of research samples", "tubes des prélèvements de recherche")
SAMPLES = (
    PARTICIPANT, SITE, VISIT, DAY,
    whole("number", "number of the act", "numéro de l’acte"),
    text("sample", "sample of the protocol", "prélèvement du protocole"),
    text("label", "what stands on the tube", "ce qui est écrit sur le tube"),
    code("not_drawn", "why it was not drawn", "pourquoi il n’a pas été prélevé", REASONS),
    time("drawn_first", "drawn, at the earliest", "prélevé, au plus tôt"),
    time("drawn_last", "drawn, at the latest", "prélevé, au plus tard"),
    code("drawer", "who drew it", "par qui", DRAWERS),
    time("spun_first", "centrifuged, at the earliest", "centrifugé, au plus tôt"),
    time("spun_last", "centrifuged, at the latest", "centrifugé, au plus tard"),
    code("haemolysis", "haemolysis", "hémolyse", LOOKS),
    whole("enough", "1: the volume was enough", "1\u00a0: le volume était suffisant"),
    whole("aliquots", "aliquots made", "aliquotes préparés"),
    _TAKEN_BACK,
)  # fmt: skip

HANDLED = Text("steps of the aliquots", "étapes des aliquotes")
ALIQUOTS = (
    PARTICIPANT, SITE,
    whole("number", "number of the act", "numéro de l’acte"),
    text("aliquot", "what stands on the aliquot", "ce qui est écrit sur l’aliquote"),
    text("tube", "what stands on its tube", "ce qui est écrit sur son tube"),
    code("step", "what was done", "ce qui a été fait", {rule.step: rule.text for rule in TABLE}),
    time("at_first", "when, at the earliest", "quand, au plus tôt"),
    time("at_last", "when, at the latest", "quand, au plus tard"),
    text("freezer", "freezer", "congélateur"),
    text("place", "shelf / rack / box / position", "étagère / rack / boîte / position"),
    text("parcel", "parcel", "envoi"),
    text("destination", "where the parcel goes", "destination de l’envoi"),
    text("run", "run of the assay", "série de dosage"),
    text("laboratory", "laboratory of the run", "laboratoire de la série"),
    text("assay", "assay", "méthode de dosage"),
    text("lot", "lot of its reagents", "lot de ses réactifs"),
    text("run_day", "day of the run", "jour de la série"),
    whole("thawed", "1: it was thawed for it", "1\u00a0: décongelé à cette étape"),
    _TAKEN_BACK,
)  # fmt: skip


def samples(left_out: Collection[int]) -> list[dict[str, Cell]]:
    """Rows of `samples` in the order in which they were written, but of these people, by their keys."""
    drawn = Draw.objects.exclude(person__in=left_out).select_related("person")
    not_drawn = NotDrawn.objects.exclude(person__in=left_out).select_related("person")
    processed = counting(Processed.objects.all()).prefetch_related("aliquots")
    undone, spun = _undone(), {each.draw_id: each for each in processed}
    rows: list[Draw | NotDrawn] = sorted([*drawn, *not_drawn], key=lambda each: each.pk)
    return [
        {
            "participant": row.person.code, "site": row.person.site, "visit": row.visit, "day": row.day,
            "number": row.pk, "sample": row.kind, "taken_back": int(row.pk in undone),
            **(_drawn(row, spun.get(row.pk)) if isinstance(row, Draw) else {"not_drawn": row.because}),
        }
        for row in rows
    ]  # fmt: skip


def _drawn(row: Draw, spun: Processed | None) -> dict[str, Cell]:
    of_tube: dict[str, Cell] = {
        "label": row.label, "drawn_first": utc(row.first_us), "drawn_last": utc(row.last_us), "drawer": row.drawer,
    }  # fmt: skip
    if spun is None:
        return of_tube
    return of_tube | {
        "spun_first": utc(spun.first_us), "spun_last": utc(spun.last_us), "haemolysis": spun.haemolysis,
        "enough": int(spun.enough), "aliquots": len(spun.aliquots.all()),
    }  # fmt: skip


def aliquots(left_out: Collection[int]) -> list[dict[str, Cell]]:
    """Rows of `aliquots` in the order in which they were written, but of these people, by their keys."""
    about = "processed__draw__person"
    made = Aliquot.objects.exclude(**{f"{about}__in": left_out}).select_related(about)
    steps = Handling.objects.filter(aliquot__in=made.values("pk"))
    steps = steps.select_related("freezer", "shipment", "batch", f"aliquot__{about}")
    undone = _undone()
    rows: list[Aliquot | Handling] = sorted([*made, *steps], key=lambda each: each.pk)
    return [_made(row, undone) if isinstance(row, Aliquot) else _handled(row, undone) for row in rows]


def _made(row: Aliquot, undone: Collection[int]) -> dict[str, Cell]:
    return _of(row) | {
        "number": row.pk, "step": Step.MAKE.value, "taken_back": int(row.processed_id in undone),
        "at_first": utc(row.processed.first_us), "at_last": utc(row.processed.last_us),
    }  # fmt: skip


def _handled(row: Handling, undone: Collection[int]) -> dict[str, Cell]:
    place = (row.shelf, row.rack, row.box, row.position)
    return _of(row.aliquot) | {
        "number": row.pk, "step": row.step, "at_first": utc(row.first_us), "at_last": utc(row.last_us),
        "freezer": row.freezer.name if row.freezer else None, "place": " / ".join(place) if row.freezer else None,
        "parcel": row.shipment.name if row.shipment else None,
        "destination": row.shipment.destination if row.shipment else None,
        "thawed": int(row.thawed), "taken_back": int(row.pk in undone), **_of_run(row.batch),
    }  # fmt: skip


def _of_run(run: Batch | None) -> dict[str, Cell]:
    if run is None:
        return {}
    return {
        "run": run.name, "laboratory": run.laboratory, "assay": run.assay, "lot": run.lot, "run_day": run.run_day,
    }  # fmt: skip


def _of(row: Aliquot) -> dict[str, Cell]:
    draw = row.processed.draw
    return {"participant": draw.person.code, "site": draw.person.site, "aliquot": row.label, "tube": draw.label}


def _undone() -> frozenset[int]:
    return frozenset(TakenBack.objects.values_list("undone_id", flat=True))
