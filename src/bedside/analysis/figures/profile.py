"""The profile of a participant: one picture of stays, support, the study drug, adverse events and scores on one axis.

Every profile of a snapshot has the same axis of days, so that they can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.lanes import CAUSE, DEATH, DOSE, KNOWN, OPEN, STAY, Lanes, Stay, stays_of
from bedside.analysis.figures.plot import cross, day_stops, joined, legend, legend_tall, number
from bedside.analysis.figures.profile_rows import (
    BETWEEN,
    EVENT,
    FROM,
    GRADE,
    HIGH,
    LOW,
    SCORE,
    SERIOUS,
    SUPPORT,
    TERM,
    UNTIL,
    profile_rows,
    scores_of,
    supports_of,
)
from bedside.analysis.figures.swimmer import last_day
from bedside.analysis.figures.words import word
from bedside.analysis.rows import Row
from bedside.analysis.tables import NONE, Table
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.design.chart import COLOURS, RIGHT, WIDTH, Axes
from bedside.report.svg import Scale, element, line, ticks, words
from bedside.rules.words import said_number
from bedside.values.interval import tidy
from bedside.values.wording import LANGUAGES, Text

LABELS, LATE = 214.0, 62.0
"""The room for names on the left, and on the right for what comes after the axis."""
FIRST, ROW, SPLIT, GAP, PLOT = 34.0, 18.0, 14.0, 12.0, 120.0
"""The room above the first row, the heights of a row, of another line of its name and of a gap, and that of a score."""
LONG = 34
"""The characters of a name that fit beside its row."""
DARK = ("#56b4e9", "#e69f00", "#d55e00", "#a33a00", "#000000")
"""From the least grade of the form to the greatest; the number of the grade stands beside it."""
SUPPORTED, STAYED = COLOURS[2], ("#0072b2", "#a9cfe8", "#d9e2ea")


@dataclass(frozen=True)
class Bar:
    """Something with a name that lasted: from and until which day (None: no end known), and what stands beside it."""

    name: Text
    spans: tuple[tuple[float, float | None], ...]
    colour: str
    beside: str = ""
    told: Text | None = None


def profile_figures(worked: Worked, scores: bool = True, stays: bool = True) -> Mapping[str, Drawn]:
    """The profile of everybody by its name, in the order of inclusion; without `scores` or `stays` where not wanted."""
    held = profile_rows(worked)
    last = last_day(Lanes([row for rows in held.values() for row in rows]), worked.days())
    left = (() if scores else (LOW, HIGH)) + (() if stays else (STAY, CAUSE))
    told = {lane: [row for row in rows if row.statistic not in left] for lane, rows in held.items()}
    return {each.name: each for lane, rows in told.items() for each in (_figure(lane, rows, worked, last),)}


def _figure(lane: str, rows: Sequence[Row], worked: Worked, last: float) -> Drawn:
    profile = Profile(lane, Lanes(rows), worked, last)
    title = word("title profile", number=lane)
    return drawn(
        f"profile-{int(lane):03}",
        "",
        title,
        word("caption profile"),
        rows,
        profile.picture,
        lambda language: profile.table(word("data_of", what=title).say(language), language),
    )


@dataclass(frozen=True)
class Profile:
    """One participant by their number, the rows of theirs, and where the axis ends."""

    lane: str
    held: Lanes
    worked: Worked
    last: float

    # --- what is drawn --------------------------------------------------------------------------------------------

    @cached_property
    def stays(self) -> list[Bar]:
        """Each length of stay."""
        told = [each for each in stays_of(self.worked) if self.held.of(self.lane, STAY, each.key)]
        return [self._stay(place, each) for place, each in enumerate(told)]

    def _stay(self, place: int, stay: Stay) -> Bar:
        until, how = self.held.values(self.lane, STAY, stay.key)[0], self._cause(stay)
        known = until if how != OPEN else None
        told = stay.endings.get(how, word(OPEN))
        return Bar(stay.text, ((0.0, known if known is not None else until),), STAYED[min(place, 2)], told=told)

    def _cause(self, stay: Stay) -> str:
        return str(self.held.of(self.lane, CAUSE, stay.key)[0].value)

    @cached_property
    def supports(self) -> list[Bar]:
        """Each support and infusion that they had."""
        found = []
        for each in supports_of(self.worked):
            spans = self._spans(f"{SUPPORT}{BETWEEN}{each.name}")
            if spans:
                found.append(Bar(Text(*(each.say(language) for language in LANGUAGES)), spans, SUPPORTED))
        return found

    @cached_property
    def events(self) -> list[Bar]:
        """Each adverse event."""
        names = dict.fromkeys(
            row.variable for row in self.held.held.get(self.lane, ()) if row.variable.startswith(f"{EVENT}{BETWEEN}")
        )
        return [self._event(name) for name in names]

    def _event(self, variable: str) -> Bar:
        said = self.held.of(self.lane, TERM, variable)[0].value
        name = WORDS["ae_not_said"] if said is None else Text(str(said), str(said))
        grade = self.held.of(self.lane, GRADE, variable)[0].value
        serious = any(row.value for row in self.held.of(self.lane, SERIOUS, variable))
        told = [word("profile_grade", grade=grade) if grade else word("profile_no_grade")]
        told += [word("profile_serious")] if serious else []
        joined_ = Text(*(", ".join(each.say(language) for each in told) for language in LANGUAGES))
        mark = f"{grade or '?'}{'!' if serious else ''}"
        return Bar(name, self._spans(variable), _dark(grade), mark, joined_)

    def _spans(self, variable: str) -> tuple[tuple[float, float | None], ...]:
        ends = {row.time: float(str(row.value)) for row in self.held.of(self.lane, UNTIL, variable)}
        begun = self.held.of(self.lane, FROM, variable)
        return tuple((float(str(row.value)), ends.get(row.time)) for row in begun)

    @property
    def died(self) -> float | None:
        """The day of death."""
        return next(iter(self.held.values(self.lane, DEATH)), None)

    # --- drawn ----------------------------------------------------------------------------------------------------

    def picture(self, language: str) -> Picture:
        """The figure in one language."""
        over = Scale(0.0, self.last, LABELS, WIDTH - RIGHT - LATE)
        parts: list[str] = []
        y = FIRST
        groups = [
            ("profile_stays", self.stays), ("profile_supports", self.supports), ("profile_events", self.events),
        ]  # fmt: skip
        for key, bars in groups[0 if self.stays else 1 : 2]:
            y = self._group(parts, key, bars, over, y, language)
        if self.worked.promised.first_dose:
            y = self._doses(parts, over, y, language)
        y = self._group(parts, *groups[2], over, y, language)
        for each in scores_of(self.worked):
            if self.held.of(self.lane, LOW, f"{SCORE}{BETWEEN}{each.name}"):
                name = Text(*(each.say(one) for one in LANGUAGES))
                y = self._score(parts, f"{SCORE}{BETWEEN}{each.name}", name, over, y, language)
        frame = [*self._axis(over, y, language)]
        top = y + 54
        samples = [*self._samples(language)]
        return Picture([*frame, *parts, *legend(samples, top)], top + legend_tall(samples), self._told(language))

    def _axis(self, over: Scale, bottom: float, language: str) -> Iterator[str]:
        for day in day_stops(self.last, 12):
            yield line(over(day), FIRST - 10, over(day), bottom, class_="grid")
            yield words(said_number(tidy(day), language), over(day), bottom + 16, class_="tick middle")
        yield line(over.start, bottom, over.end, bottom, class_="axis")
        yield words(word("days").say(language), (over.start + over.end) / 2, bottom + 33, class_="tick middle")
        followed = self.held.values(self.lane, KNOWN)[0]
        yield line(over(0.0), FIRST - 14, over(followed), FIRST - 14, class_="one")
        yield words(word("profile_followed").say(language), 0.0, FIRST - 10, class_="small")
        told = number(followed if self.died is None else self.died, language)
        if self.died is not None and self.died <= self.last:
            yield line(over(self.died), FIRST - 14, over(self.died), bottom, class_="one", stroke_dasharray="2 3")
            yield cross(over(self.died), FIRST - 14)
        elif self.died is not None:
            yield cross(over.end + 12, FIRST - 14)
            yield words(told, over.end + 20, FIRST - 10, class_="small")
        elif followed > self.last:
            yield words(f"→ {told}", over.end + 6, FIRST - 10, class_="small")

    def _group(self, parts: list[str], key: str, bars: Sequence[Bar], over: Scale, y: float, language: str) -> float:
        """A heading and its rows; what there is none of is said."""
        parts.append(words(word(key).say(language), 0.0, y + 12, class_="strong"))
        y += ROW
        if not bars:
            parts.append(words(word("profile_none").say(language), 0.0, y + 12, class_="small"))
            return y + ROW + GAP
        for bar in bars:
            lines = _split(bar.name.say(language))
            for place, each in enumerate(lines):
                parts.append(words(each, 0.0, y + 12 + SPLIT * place, class_="small"))
            parts += _bar(bar, over, y + 8, self.last, language)
            y += ROW + SPLIT * (len(lines) - 1)
        return y + GAP

    def _doses(self, parts: list[str], over: Scale, y: float, language: str) -> float:
        """Each dose of the study drug as a stroke, and how many there were."""
        doses = self.held.values(self.lane, DOSE)
        told = word("profile_doses", count=said_number(str(len(doses)), language)).say(language)
        parts.append(words(word("profile_drug").say(language), 0.0, y + 12, class_="strong"))
        y += ROW
        parts.append(words(told, 0.0, y + 12, class_="small"))
        parts += [line(over(each), y + 3, over(each), y + 13, class_="ink") for each in doses if each <= self.last]
        return y + ROW + GAP

    def _score(self, parts: list[str], variable: str, name: Text, over: Scale, y: float, language: str) -> float:
        """A score day by day: a mark where it is known, a stroke from end to end where it is within limits."""
        low = [(float(row.time), float(str(row.value))) for row in self.held.of(self.lane, LOW, variable)]
        high = self.held.values(self.lane, HIGH, variable)
        kept = [(day, one, two) for (day, one), two in zip(low, high, strict=True) if day <= self.last]
        most = max((two for _, one, two in kept if one == two), default=1.0)
        most = max(most, *(one for _, one, _ in kept), 1.0)
        parts.append(words(name.say(language), 0.0, y + 12, class_="strong"))
        up = Scale(0.0, most + 1, y + PLOT, y + 10)
        for tick in ticks(0.0, most + 1, 4):
            parts.append(line(over.start, up(tick), over.end, up(tick), class_="grid"))
            parts.append(words(said_number(tidy(tick), language), over.start - 6, up(tick) + 4, class_="tick end"))
        axes = Axes(over, up, "", "")
        for run in _runs([(day, one if one == two else None) for day, one, two in kept]):
            parts += joined(axes, run, stroke=COLOURS[1], stroke_width=1.6)
        for day, one, two in kept:
            if one == two:
                parts.append(element("circle", cx=over(day), cy=up(one), r=3.4, fill=COLOURS[1]))
            else:
                parts.append(line(over(day), up(one), over(day), up(two), stroke=COLOURS[1], stroke_width=3))
        return y + PLOT + 4

    def _samples(self, language: str) -> Iterator[tuple[str, str]]:
        yield element("rect", x=0, y=-5, width=36, height=10, fill=STAYED[0]), word("profile_lasts").say(language)
        yield _onwards(0, 30, 0, SUPPORTED), word("profile_open").say(language)
        if self.worked.promised.first_dose:
            yield line(18, -5, 18, 5, class_="ink"), word("dose").say(language)
        if self.events:
            mark = element("g", element("rect", x=0, y=-5, width=22, height=10, fill=DARK[2]), words("3!", 26, 4))
            yield mark, word("profile_mark").say(language)
        yield cross(18, 0), WORDS["death"].say(language)
        if any(row.statistic == LOW for row in self.held.rows):
            circle = element("circle", cx=10, cy=0, r=3.4, fill=COLOURS[1])
            stroke = line(26, -7, 26, 7, stroke=COLOURS[1], stroke_width=3)
            yield element("g", circle, stroke), word("profile_score").say(language)

    def _told(self, language: str) -> str:
        return word(
            "told_profile", supports=len(self.supports), events=len(self.events),
            doses=len(self.held.values(self.lane, DOSE)),
        ).say(language)  # fmt: skip

    # --- told -----------------------------------------------------------------------------------------------------

    def table(self, title: str, language: str) -> Table:
        """A line for whatever is drawn: what it is, from and until which day, and what else is known of it."""
        body: list[tuple[str, ...]] = []
        for key, bars in (
            ("profile_stays", self.stays), ("profile_supports", self.supports), ("profile_events", self.events),
        ):  # fmt: skip
            body += [
                (word(key).say(language), bar.name.say(language), *_ends(span, language), _said(bar, language))
                for bar in bars
                for span in bar.spans or ((None, None),)
            ]
        drug = word("profile_drug").say(language)
        body += [(drug, word("dose").say(language), number(each, language), NONE, NONE)
                 for each in self.held.values(self.lane, DOSE)]  # fmt: skip
        for statistic, key in ((KNOWN, "known_alive_days"), (DEATH, "death_day")):
            body += [(word(key).say(language), NONE, number(each, language), NONE, NONE)
                     for each in self.held.values(self.lane, statistic)]  # fmt: skip
        body += self._score_lines(language)
        head = tuple(word(f"profile_{key}").say(language) for key in ("kind", "what", "from", "until", "more"))
        return Table("", "profile", title, head, tuple(body), (), 2)

    def _score_lines(self, language: str) -> Iterator[tuple[str, ...]]:
        for each in scores_of(self.worked):
            variable = f"{SCORE}{BETWEEN}{each.name}"
            highs = self.held.values(self.lane, HIGH, variable)
            for row, high in zip(self.held.of(self.lane, LOW, variable), highs, strict=True):
                low, top = number(float(str(row.value)), language), number(high, language)
                told = low if low == top else word("to", low=low, high=top).say(language)
                yield each.say(language), NONE, said_number(row.time, language), NONE, told


def _dark(grade: object) -> str:
    if not grade:
        return "#7f8c99"
    return DARK[min(max(int(float(str(grade))), 1), len(DARK)) - 1]


def _runs(held: Sequence[tuple[float, float | None]]) -> Iterator[list[tuple[float, float | None]]]:
    """Days that follow one upon another; a day without any score parts them."""
    run: list[tuple[float, float | None]] = []
    for each in held:
        if run and each[0] - run[-1][0] > 1:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _split(name: str) -> list[str]:
    """A name in lines that fit beside their row."""
    lines = [""]
    for each in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(each) > LONG:
            lines.append("")
        lines[-1] = f"{lines[-1]} {each}".strip()
    return lines


def _bar(bar: Bar, over: Scale, y: float, last: float, language: str) -> Iterator[str]:
    """Its times; what is later than the axis is told by its day, and what began before it begins at its edge."""
    for first, until in bar.spans:
        if first > last:
            told = f"{number(first, language)}  {bar.beside}".strip()
            yield words(told, over.end + 6, y + 4, class_="small")
            continue
        start = over(max(first, 0.0))
        if until is None:
            yield _onwards(start, max(start + 6, over.start + 6), y, bar.colour)
            end = start + 12
        else:
            end = max(over(max(until, 0.0)), start + 3)
            yield element("rect", x=start, y=y - 5, width=end - start, height=10, fill=bar.colour)
        if until is not None and until > last:
            yield words(f"→ {number(until, language)}", over.end + 6, y + 4, class_="small")
        elif bar.beside:
            yield words(bar.beside, end + 4, y + 4, class_="small strong")
    if not bar.spans:
        yield words(word("profile_undated").say(language), over.start, y + 4, class_="small")


def _onwards(start: float, end: float, y: float, colour: str) -> str:
    """Something whose end is not known: a bar that ends in a point."""
    d = f"M{start:.1f} {y - 5:.1f}H{end:.1f}l6 5l-6 5H{start:.1f}z"
    return element("path", d=d, fill=colour)


def _ends(span: tuple[float | None, float | None], language: str) -> tuple[str, str]:
    first, last = (NONE if each is None else number(each, language) for each in span)
    return first, last


def _said(bar: Bar, language: str) -> str:
    return NONE if bar.told is None else bar.told.say(language)
