"""What is still to be learned, said so that it cannot be read as a condition: `lactose intolerance (yes/no)`.

Where only one answer leaves the way open, it is said: `lactose intolerance (must be “no”)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bedside.rules.chart import Chart
from bedside.rules.meaning import ask_supposing
from bedside.rules.nodes import Node
from bedside.values.interval import NOT_MET
from bedside.values.moment import Moment
from bedside.values.variable import Variable
from bedside.values.wording import Text

YES_NO = Text("{name} (yes/no)", "{name} (oui/non)")
MUST_BE = {
    True: Text("{name} (must be “yes”)", "{name} (réponse exigée\u00a0: oui)"),
    False: Text("{name} (must be “no”)", "{name} (réponse exigée\u00a0: non)"),
}
APART = Text("; ", "\u202f; ")
"""Between things to learn: a plus sign would read as “positive”."""


def to_learn(variable: Variable, needed: bool | None = None) -> Text:
    """A variable as a thing to find out; `needed` is the only answer that leaves the way open, where there is one."""
    name = Text(variable.say("en"), variable.say("fr"))
    if not variable.truth:
        return name
    told = YES_NO if needed is None else MUST_BE[needed]
    return Text(told.en.format(name=name.en), told.fr.format(name=name.fr))


def answers_needed(
    rule: Node, names: Iterable[str], known: Mapping[str, Variable], chart: Chart, at: Moment, by: Moment
) -> dict[str, bool]:
    """Of these yes/no variables, those of which one answer would make the rule not met: the other answer.

    Each is tried by itself, all else as it stands; both answers may leave the rule open, and then it is not named.
    """
    tried = [(name, said) for name in names if known[name].truth for said in (1.0, 0.0)]
    answers = ask_supposing(rule, chart, at, by, ({name: said} for name, said in tried))
    barred = {each for each, answer in zip(tried, answers, strict=True) if answer.value == NOT_MET}
    return {name: said == 0.0 for name, said in tried if (name, said) in barred and (name, 1.0 - said) not in barred}
