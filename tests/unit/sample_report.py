"""A small ward report of people who do not exist, without a database: two stays, one with a page."""

from dataclasses import replace

from bedside.report.pages import (
    Barring,
    Bound,
    CriterionNow,
    Flow,
    FlowStep,
    Lacking,
    Path,
    PatientPage,
    ScoreNow,
    Series,
    Tally,
    TraceLine,
    WardReport,
    WardRow,
)
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, moment
from bedside.values.wording import Text

ZERO = int(moment("2100-01-01T00:00"))
SOURCE = Text("virtual patients", "patients virtuels")
UNIT = "<script>alert(1)</script> & co"
DYING = Barring("E1", Text("Moribund", "Moribond"), True)
ADULT = Barring("I1", Text("Adult", "Adulte"), False)
FERRITIN = Lacking(
    ((Text("ferritin", "ferritine"), 3.0), (Text("splenomegaly (yes/no)", "splénomégalie (oui/non)"), 1.0))
)


def path(hours: list[tuple[int, float, float]], parts: tuple[Path, ...] = ()) -> Path:
    """A SOFA at hours after `ZERO`."""
    return Path(Text("SOFA", "SOFA"), 24.0, tuple((ZERO + h * HOUR, a, b) for h, a, b in hours), 4.0, parts)


def series(records: list[tuple[int, float, float]]) -> Series:
    """Ferritin at hours after `ZERO`."""
    at = tuple((ZERO + h * HOUR, a, b) for h, a, b in records)
    return Series(Text("ferritin", "ferritine"), "ug/L", at, (Bound(500.0, True), Bound(2000.0, False)))


def row(stay: str, data: str, verdict: str, page: bool) -> WardRow:
    """A row of the ward list, ten hours into the stay."""
    sofa = ScoreNow("sofa", Text("SOFA", "SOFA"), Interval(3.0, 7.0), 24.0, 4.0)
    lacking = FERRITIN if data == "cannot tell" else Lacking()
    both = (
        Lacking((*FERRITIN.things, (Text("spleen", "rate"), 2.0), (Text("liver", "foie"), 1.0))) if lacking else lacking
    )
    out = verdict == "not eligible"
    return WardRow(
        stay, "P1", Text(UNIT, UNIT), 10, ZERO + 10 * HOUR, data, verdict, ZERO + 4 * HOUR, (sofa,), lacking, lacking,
        page=page, data_to_qualify=both, to_qualify=both,
        data_bars=(ADULT,) if out else (), bars=(ADULT, DYING) if out else (),
        ended_us=ZERO + 9 * HOUR if out else None,
    )  # fmt: skip


def page(of: WardRow) -> PatientPage:
    """A page with a score, two measurements, a tally and two criteria."""
    liver = Path(Text("SOFA liver", "SOFA foie"), 4.0, ((ZERO, 0.0, 4.0), (ZERO + 5 * HOUR, 2.0, 2.0)))
    trace = (("en", (TraceLine(0, "age ≥ 18 years: met"),)), ("fr", (TraceLine(0, "âge ≥ 18 ans : oui"),)))
    criteria = (
        CriterionNow("I1", False, "older than 18", Text("Adult", "Adulte"), "met", ("data",), Lacking(), trace),
        CriterionNow(
            "E1", True, "moribund", Text("Moribund", "Moribond"), "cannot tell", ("document",), FERRITIN, trace
        ),
    )
    items = ((Text("fever", "fièvre"), "met"), (Text("marrow", "moelle"), "cannot tell"))
    return PatientPage(
        of, "female", Interval.point(54.0), ZERO, None, None, (path([(0, 3, 7), (5, 4, 4), (10, 3, 7)], (liver,)),),
        (series([(1, 800, 800), (8, 16500, 1000000)]), series([])), (Tally(Text("HLH", "HLH"), 2, items),), criteria,
    )  # fmt: skip


def report(not_real: bool = True) -> WardReport:
    """The whole."""
    first = row("S-1/a", "cannot tell", "cannot tell", True)
    steps = (FlowStep("I1", Text("Adult", "Adulte"), False, 1, 1),)
    flow = Flow("candidate", 2, steps, ((FERRITIN, 1),), 0)
    return WardReport(
        Text("A trial", "Un essai"), SOURCE, not_real, "tiny", "1.0", "abc123", ZERO, "available", ZERO,
        ZERO + 10 * HOUR, (first, row("S-2", "excluded", "not eligible", False)), (page(first),),
        (flow, replace(flow, decided="eligible")), 5,
        (Text("chart: 3 rows read, 2 used.", "chart\u00a0: lignes lues 3, utilisées 2."),),
    )  # fmt: skip
