"""Labels and manifests to print: what stands on them comes from the study's own codes, and names nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typst
from django.conf import settings

from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.models import Site
from bedside.conduct.samples.custody import Held, span_of
from bedside.conduct.samples.parcels import Parcel
from bedside.conduct.samples.tubes import Collection, Standing, Tube
from bedside.values.moment import Moment, now, to_datetime

HERE = Path(__file__).parent
TO_LABEL = frozenset({Standing.TO_COME, Standing.DUE, Standing.DRAWN})


def labels(held: Collection) -> bytes:
    """The labels of the tubes that are not processed and of the aliquots not yet sent, as a PDF to cut or stick."""
    rows = [_label(tube) for tube in held.tubes if tube.standing in TO_LABEL]
    rows += [_aliquot(each, tube) for tube in held.tubes for each in tube.aliquots if each.position or not each.steps]
    title = say("samples.labels_title", code=held.person.code)
    return _pdf("labels", {"language": language(), "title": title, "labels": rows, "not_real": _not_real()})


def _label(tube: Tube) -> dict[str, str]:
    return {"label": tube.label, "what": f"{told(tube.sample.text)} · {told(tube.sample.tube)}",
            "where": f"{tube.protocol.id.upper()} · {told(tube.visit)}"}  # fmt: skip


def _aliquot(held: Held, tube: Tube) -> dict[str, str]:
    what = f"{told(tube.sample.matrix)} · {told(tube.sample.text)}"
    return {"label": held.aliquot.label, "what": what, "where": f"{tube.protocol.id.upper()} · {told(tube.visit)}"}


def manifest(held: Parcel, site: Site) -> bytes:
    """What is in a parcel, as a PDF that travels with it."""
    shipment, columns = held.shipment, ("aliquot", "sample", "drawn", "spun")
    facts = [
        (say("site"), f"{site.code}, {site.name}"), (say("samples.destination"), shipment.destination),
        (say("samples.courier"), shipment.courier), (say("samples.dry_ice"), shipment.dry_ice or "–"),
        (say("samples.sent_at"), told(held.sent.text) if held.sent else "–"),
        (say("samples.aliquots"), str(len(held.aliquots))),
    ]  # fmt: skip
    return _pdf("manifest", {
        "language": language(), "title": f"{say('samples.manifest')} · {shipment.name}", "facts": facts,
        "head": [say(f"samples.{name}") for name in columns], "rows": list(_lines(held.aliquots)),
        "foot": say("samples.manifest_foot"), "received_by": say("samples.received_by"),
        "printed": local(now()), "not_real": _not_real(),
    })  # fmt: skip


def _lines(aliquots: Sequence[Held]) -> Iterator[list[str]]:
    for each in aliquots:
        draw, processed = each.draw, each.aliquot.processed
        kind = protocol_for(each.person).sample(draw.kind)
        yield [each.aliquot.label, told(kind.text), told(span_of(draw).text), told(span_of(processed).text)]


def manifest_rows(held: Parcel) -> Iterator[Sequence[object]]:
    """The same as rows of a file, in the words of the machine."""
    yield ("parcel", "label", "participant", "kind", "visit", "day", "drawn_from", "drawn_until", "spun_from",
           "spun_until", "state", "thaws")  # fmt: skip
    for each in held.aliquots:
        draw, processed = each.draw, each.aliquot.processed
        yield (held.shipment.name, each.aliquot.label, each.person.code, draw.kind, draw.visit,
               "" if draw.day is None else draw.day, *_utc(draw.first_us, draw.last_us),
               *_utc(processed.first_us, processed.last_us), each.state.value, each.thaws)  # fmt: skip


def tube_rows(tubes: Iterable[Tube]) -> Iterator[Sequence[object]]:
    """The tubes of a site as rows of a file: one a tube, with its aliquots parted by spaces."""
    yield ("participant", "kind", "visit", "day", "label", "standing", "drawn_from", "drawn_until", "spun_from",
           "spun_until", "haemolysis", "enough", "not_drawn_because", "aliquots")  # fmt: skip
    for tube in tubes:
        drawn, spun, held = tube.drawn, tube.spun, tube.processed
        yield (
            tube.person.code, tube.expected.kind, tube.expected.visit,
            "" if tube.expected.day is None else tube.expected.day, tube.label, tube.standing.value,
            *(_utc(drawn.first, drawn.last) if drawn else ("", "")),
            *(_utc(spun.first, spun.last) if spun else ("", "")), held.haemolysis if held else "",
            ("yes" if held.enough else "no") if held else "", tube.not_drawn.because if tube.not_drawn else "",
            " ".join(f"{each.aliquot.label}:{each.state.value}" for each in tube.aliquots),
        )  # fmt: skip


def _utc(*moments: int) -> tuple[str, ...]:
    return tuple(to_datetime(Moment(each)).strftime("%Y-%m-%dT%H:%M:%SZ") for each in moments)


def _pdf(template: str, held: dict[str, object]) -> bytes:
    said = json.dumps(held, ensure_ascii=False)
    return bytes(typst.compile(HERE / f"{template}.typ", sys_inputs={"held": said}))


def _not_real() -> str:
    return say("not_real") if settings.DEMONSTRATION else ""
