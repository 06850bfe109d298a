"""Write docs/generated/source-agreement.md: how often two forms of the same records give the same scores.

It needs the demo data beside the project (../shared/data); where they are absent the page stays as it is. One more
form of the demo is one more line of SOURCES, with the causes of what differs. A cause is taken away by rows of a
mapping or, of what a form does not hold or holds as something else, by having its variables from the published form.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bedside.engines.batches import ask_hours
from bedside.engines.duck import Asking, connect
from bedside.engines.moments import hourly
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import Told
from bedside.records.clif import open_clif
from bedside.records.dictionary import dictionary
from bedside.records.mimic_iv import open_mimic_iv
from bedside.records.omop import open_omop
from bedside.records.source import Source
from bedside.rules.nodes import Named, variables
from bedside.scores.catalogue import built, chosen, rules_of

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
PUBLISHED = "mimic_iv_demo_native"
PAGE = ROOT / "docs" / "generated" / "source-agreement.md"
SCORES = {"SOFA": "sofa", "HScore": "hscore"}
LABORATORY = ("platelets", "bilirubin", "creatinine", "ast", "ferritin", "hemoglobin", "wbc")
SHOWN = 20
"""Hours without a cause that the page lists."""
Scores = dict[tuple[int, Any], tuple[Any, ...]]

HEAD = """\
# The same records in several forms

The public demo of MIMIC-IV (100 people, 140 intensive-care stays) exists in several forms. Here each is scored at
every hour of every stay, and the range of each component compared with what the published form (MIMIC-IV) gives:
“the same” means both ends of the range are equal, and what is unknown is equally unknown; “certain” are the hours at
which both ends are one. *As measured* reads all that was taken by the hour, *as available* only what could be read by
then (MIMIC-IV says when a result was stored, CLIF when it was a laboratory’s, OMOP never).
"""


@dataclass(frozen=True)
class Cause:
    """Why a form differs, and what takes the cause away: rows of a mapping, or variables of the published form."""

    text: str
    rows: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One form of the demo: its folder, how it is opened with some rows of a mapping, and why it differs.

    `rows` are those that any site of its kind would write. With `stays`, what it says of its stays is in `about`, and
    its records are asked about at the hours of the published stays.
    """

    name: str
    folder: str
    opened: Callable[[Path, Path], Source]
    columns: str
    causes: tuple[Cause, ...]
    rows: tuple[str, ...] = ()
    about: str = ""


def _clif(folder: Path, mapping: Path) -> Source:
    """CLIF's mapping is the file beside its tables."""
    for file in folder.iterdir():
        (mapping.parent / file.name).symlink_to(file)
    return open_clif(mapping.parent)


SOURCES = (
    Form(
        "OMOP CDM 5.4",
        "mimic_iv_demo_omop54",
        open_omop,
        "variable,table,concept,source,unit,reading",
        (
            Cause(
                "Dexmedetomidine has no concept in this warehouse (concept 0), so its infusions are no sedation: a"
                " site’s own mapping names its source values.",
                ("sedation,drug_exposure,0,225150,any,", "sedation,drug_exposure,0,229420,any,"),
            ),
            Cause(
                "The concept of haemoglobin also has the results of the blood gas machine and the copies in the chart,"
                " which the mapping of MIMIC-IV leaves out as another method.",
                (",measurement,3000963,50811,,not_read", ",measurement,3000963,220228,,not_read"),
            ),
            Cause(
                "The concept of FiO₂ also has 28 results of another item (50823, required oxygen).",
                (",measurement,3020716,50823,,not_read",),
            ),
            Cause(
                "The concept of urine also has what came before admission, in theatres and in the recovery room.",
                tuple(f",measurement,3014315,{item},,not_read" for item in (226627, 226631, 226632, 226633)),
            ),
        ),
    ),
    Form(
        "CLIF 2.1",
        "mimic_iv_demo_clif21",
        _clif,
        "variable,table,category,unit,reading",
        (
            Cause("CLIF 2.1 has no urine output.", variables=("urine",)),
            Cause("CLIF 2.1 has neither fibrinogen nor triglycerides.", variables=("fibrinogen", "triglycerides")),
            Cause(
                "CLIF calls 926 moments of blood gases arterial; of them MIMIC-IV names 623 arterial and 210 venous.",
                variables=("pao2",),
            ),
            Cause("CLIF has the FiO₂ that was set, and not that of the blood gas machine.", variables=("fio2",)),
            Cause(
                "CLIF has ventilation from the charted device, MIMIC-IV from procedures.",
                variables=("invasive_ventilation", "noninvasive_ventilation"),
            ),
            Cause(
                "CLIF 2.1 has no intermittent dialysis, and of continuous dialysis the chartings of the machine, where"
                " MIMIC-IV has procedures.",
                variables=("renal_replacement",),
            ),
            Cause(
                "The rebuilt published form lacks some parts of the coma score.",
                variables=("gcs", "gcs_verbal_untestable"),
            ),
            Cause(
                "CLIF has temperatures to the tenth of a degree; of 207 the rebuilt published form has none, and of 95"
                " of that form CLIF.",
                variables=("temperature",),
            ),
            Cause(
                "CLIF lacks results outside of a hospitalization, and the rebuilt published form those of 35"
                " hospitalizations.",
                variables=LABORATORY,
            ),
        ),
        (",option,hours_from_utc,h,-5",),
        "Of the 140 stays CLIF has 137 to the second; it does not count three on a step-down unit as intensive care."
        " Its records are asked about at the hours of the published stays. Its clock is UTC and the hospital’s five"
        " hours behind it, which a site says in its mapping.",
    ),
)


def page() -> str:
    """The whole page."""
    return HEAD + "".join(part for form in SOURCES for part in _form(form))


def _form(form: Form) -> Iterator[str]:
    rules = {name: rules_of(built(score, chosen(score, None, {}))) for name, score in SCORES.items()}
    every = [rule for those in rules.values() for rule in those]
    published = {as_of: scored(open_mimic_iv(DATA / PUBLISHED), every, as_of) for as_of in AsOf}
    ours = {as_of: without(form, 0, every, as_of) for as_of in AsOf}
    hours = len(published[AsOf.MEASURED])
    differ = {as_of: differing(published[as_of], ours[as_of], every) for as_of in AsOf}
    about = form.about or f"{hours} hours of MIMIC-IV, {len(ours[AsOf.MEASURED])} of {form.name}."
    yield f"\n## {form.name}\n\n{about}\n"
    for name, those in rules.items():
        yield f"\n### {name}\n\n| | the same, as measured | of these certain | as available |\n|{'---|' * 4}\n"
        for rule in those:
            same = [hours - len(differ[as_of][rule.name]) for as_of in (AsOf.MEASURED, AsOf.AVAILABLE)]
            known = certain(published[AsOf.MEASURED], every.index(rule), differ[AsOf.MEASURED][rule.name])
            yield f"| {rule.name} | {_share(same[0], hours)} | {known} | {_share(same[1], hours)} |\n"
    yield from _causes(form, every, published[AsOf.MEASURED], differ[AsOf.MEASURED])


def _share(same: int, hours: int) -> str:
    return f"{same} ({100 * same / hours:.2f} %)"


def _causes(form: Form, rules: Sequence[Named], published: Scores, first: dict[str, set[Any]]) -> Iterator[str]:
    """The hours at which a component differs, as measured, when one cause after the other is taken away."""
    names = [name for name, hours in first.items() if hours]
    yield "\n### Why the rest differs\n\n"
    yield "Hours that differ, as measured, when one cause after the other is taken away.\n\n"
    yield f"| | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}\n"
    yield f"| as it is | {' | '.join(str(len(first[name])) for name in names)} |\n"
    left = first
    for number in range(1, len(form.causes) + 1):
        left = differing(published, without(form, number, rules, AsOf.MEASURED), rules)
        yield f"| {number} | {' | '.join(str(len(left[name])) for name in names)} |\n"
    yield "\n" + "".join(f"{number}. {cause.text}\n" for number, cause in enumerate(form.causes, start=1))
    rest = sorted({hour for hours in left.values() for hour in hours})
    listed = ", ".join(f"stay {stay} at {time:%Y-%m-%d %H:%M}" for stay, time in rest[:SHOWN])
    yield f"\nHours left that no cause named here explains: {len(rest)}" + (f" ({listed}).\n" if rest else ".\n")


def without(form: Form, causes: int, rules: Sequence[Named], as_of: AsOf) -> Scores:
    """By stay and hour, the ends of every rule, with the first causes of a form taken away."""
    with opened(form, causes) as source:
        if not form.about:
            return scored(source, rules, as_of)
        return scored(source, rules, as_of, {name for cause in form.causes[:causes] for name in cause.variables})


@contextmanager
def opened(form: Form, causes: int) -> Iterator[Source]:
    """A form with the rows of its first causes in its mapping."""
    rows = [*form.rows, *(row for cause in form.causes[:causes] for row in cause.rows)]
    with TemporaryDirectory() as folder:
        mapping = Path(folder) / "bedside-mapping.csv"
        mapping.write_bytes("\n".join([form.columns, *rows, ""]).encode())
        yield form.opened(DATA / form.folder, mapping)


def scored(source: Source, rules: Sequence[Named], as_of: AsOf, published: set[str] | None = None) -> Scores:
    """By stay and hour, the ends of every rule.

    Where variables are named, theirs are the records of the published form, and its stays are asked about.
    """
    names = sorted({name for rule in rules for name in variables(rule)} & set(dictionary()))
    connection = connect(2)
    loaded = source.load(connection, names)
    recorded = loaded.source.recorded
    if published is not None:
        connection.execute("CREATE SCHEMA other; CREATE TABLE other.facts AS FROM main.facts")
        theirs = open_mimic_iv(DATA / PUBLISHED).load(connection, names).source.recorded
        recorded = (recorded - published) | (theirs & published)
        connection.execute("DELETE FROM main.facts WHERE NOT list_contains($1, variable)", [sorted(published)])
        connection.execute(
            """INSERT INTO main.facts BY NAME SELECT * REPLACE (patient_id::BIGINT AS patient_id) FROM other.facts
            WHERE NOT list_contains($1, variable)""",
            [sorted(published)],
        )
    hourly(connection)
    told = Told(ranges={rule.name: rule.name for rule in rules})
    ask_hours(connection, Asking({rule.name: rule for rule in rules}, recorded, as_of), told, "scores")
    ends = ", ".join(f"{rule.name}_{end}" for rule in rules for end in ("low", "high"))
    rows = connection.execute(f"SELECT stay_id, time, {ends} FROM scores").fetchall()
    connection.close()
    return {(row[0], row[1]): row[2:] for row in rows}


def certain(scores: Scores, place: int, without: set[Any]) -> int:
    """Of how many stays and hours the rule in this place has one value, some left aside."""
    return sum(ends[2 * place] == ends[2 * place + 1] for key, ends in scores.items() if key not in without)


def differing(published: Scores, ours: Scores, rules: Sequence[Named]) -> dict[str, set[Any]]:
    """By rule, the stays and hours of both at which the ranges differ, and those that only one of them has."""
    alone = published.keys() ^ ours.keys()
    both = published.keys() & ours.keys()
    return {
        rule.name: alone | {key for key in both if published[key][2 * i : 2 * i + 2] != ours[key][2 * i : 2 * i + 2]}
        for i, rule in enumerate(rules)
    }


if __name__ == "__main__":
    there = all((DATA / folder).is_dir() for folder in (PUBLISHED, *(form.folder for form in SOURCES)))
    PAGE.write_text(page() if there else PAGE.read_text(encoding="utf-8"), encoding="utf-8")
