"""The criteria.py of a draft: Python that its reader corrects and the loader runs.

No word of the record enters the code but as a comment, on one line and of printable characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bedside.registry.drafting_criteria import DraftCriterion

LONGEST = 100
_STRING = re.compile(r'"[^"]*"')
_CALL = re.compile(r"(?P<name>(?:data=)?(?:all|any)_of)\((?P<arguments>.*)\)")
IMPORTS = {
    "bedside.protocol.authoring": ("WHOLE", "Logic", "Trial", "exclusion", "inclusion"),
    "bedside.records.dictionary": ("variable",),
    "bedside.rules.language": ("all_of", "answer", "any_of", "in_force", "latest", "own"),
    "bedside.scores": ("hlh2004", "hscore", "sofa"),
    "bedside.values.moment": ("ALWAYS",),
}
PRELUDE = {
    "age": 'age = latest(variable("age"), ALWAYS)',
    "female": 'female = latest(variable("female"), ALWAYS)',
    "recent": 'recent = trial.span("look_back")',
    "pao2_fio2": (
        'with_fio2 = own(variable("pao2")) / latest(variable("fio2"), trial.span("fio2_tolerance"))\n'
        '    pao2_fio2 = latest(variable("pao2"), trial.span("look_back"), each=with_fio2)'
    ),
    "sofa_total": 'sofa_total = sofa.sofa(sofa.VARIANTS[trial.choice("sofa_variant")]).total',
    "hscore_total": 'hscore_total = hscore.hscore(hscore.VARIANTS[trial.choice("hscore_variant")]).total',
    "hlh2004_total": 'hlh2004_total = hlh2004.hlh2004(hlh2004.VARIANTS[trial.choice("hlh2004_variant")]).total',
}
"""What several rules share, by the name under which they read it."""

HEAD = '''"""A DRAFT, written from a public record: check every line against the protocol before it is used.

Each criterion stands under the record's own words. Its numbers are parameters of protocol.yaml; what no rule says
is a question there. `data` is what hospital data alone can say of the criterion.
"""
'''


def criteria_code(criteria: Sequence[DraftCriterion]) -> str:
    """The text of criteria.py."""
    code = " ".join(_STRING.sub("", f"{each.rule} {each.data} {each.condition}") for each in criteria)
    read = set(re.findall(r"\w+", code))
    body = ["def criteria(trial: Trial) -> list[Logic]:"]
    body += [f"    {line}" for name, line in PRELUDE.items() if name in read]
    body.append("    return [")
    for each in criteria:
        body += [f"        # {comment(each.words)}", *_call(each)]
    body.append("    ]")
    text = "\n".join(body) + "\n"
    return f"{HEAD}\n{_imports(text)}\n\n{text}"


def comment(words: str) -> str:
    """Words of the record as the text of a comment: one line, printable, not longer than a line may be."""
    line = "".join(character if character.isprintable() else " " for character in " ".join(words.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _call(each: DraftCriterion) -> Iterable[str]:
    parts = [f'"{each.id}"', each.rule]
    parts += [f"{name}={value}" for name, value in (("data", each.data), ("condition", each.condition)) if value]
    line = f"        {each.kind}({', '.join(parts)}),"
    if len(line) <= LONGEST:
        return [line]
    return [f"        {each.kind}(", *(line for part in parts for line in _lines(part, 12)), "        ),"]


def _lines(code: str, indent: int) -> list[str]:
    """A call on one line where it fits, else one line for each argument."""
    found = _CALL.fullmatch(code)
    if found is None or indent + len(code) < LONGEST:
        return [f"{' ' * indent}{code},"]
    inner = [line for part in _arguments(found["arguments"]) for line in _lines(part, indent + 4)]
    return [f"{' ' * indent}{found['name']}(", *inner, f"{' ' * indent}),"]


def _arguments(code: str) -> list[str]:
    """The arguments of a call, split at the commas that stand in no inner call."""
    parts, depth = [""], 0
    for character in code:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _imports(text: str) -> str:
    used = set(re.findall(r"(?<![.\w])[A-Za-z]\w*", _STRING.sub("", re.sub(r"#.*", "", text))))
    lines = []
    for module, names in IMPORTS.items():
        wanted = [name for name in names if name in used]
        if wanted:
            lines.append(f"from {module} import {', '.join(wanted)}")
    return "\n".join(lines) + "\n"
