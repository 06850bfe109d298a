"""YAML whose every value remembers its line, so that an error can name file and line.

Read as people expect: only `true` and `false` are truths, dates stay text, a key written twice is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any as Anything

import yaml

from bedside.errors import ProtocolError, UnreadableFile

Pointer = tuple[str | int, ...]
DEEPEST = 60


class _Plain(yaml.SafeLoader):
    """Without the words (`no`, `on`) and dates that YAML 1.1 would turn into something else."""


class _Fast(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml, where PyYAML has it
    """The same, ten times as fast, of text in which nothing is wrong: what is, the other says better."""


for _loader in (_Plain, _Fast):
    _loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag.rsplit(":", 1)[-1] not in ("bool", "timestamp")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    _loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@dataclass
class Marked:
    """The data of a file, and the line of every value in it."""

    file: str
    data: Anything
    lines: dict[Pointer, int] = field(default_factory=dict)

    def line(self, pointer: Pointer) -> int:
        """The line of a value, or of the nearest one that holds it."""
        while pointer and pointer not in self.lines:
            pointer = pointer[:-1]
        return self.lines.get(pointer, 1)

    def place(self, pointer: Pointer) -> str:
        """`file:line` of a value."""
        return f"{self.file}:{self.line(pointer)}"


def read_marked(path: Path) -> Marked:
    """A YAML file. Raises UnreadableFile, or ProtocolError with file and line when it is not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableFile("there is no such file.", str(path), "Check the path.") from None
    except UnicodeDecodeError:
        raise UnreadableFile("the file is not UTF-8 text.", str(path), "Save it again as UTF-8.") from None
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read ({error.strerror}).", str(path), "Check it.") from None
    return marked(text, str(path))


def marked(text: str, file: str) -> Marked:
    """YAML text. Raises ProtocolError with file and line when it is not YAML, or not one document."""
    held = Marked(file, None)
    try:
        node = _quickly(text) or yaml.compose(text, Loader=_Plain)
        if node is None:
            raise ProtocolError("the file is empty.", f"{file}:1", "Write the protocol in it.")
        held.data = _value(node, (), held)
    except yaml.MarkedYAMLError as error:
        what, todo, at = _not_yaml(error)
        raise ProtocolError(what, f"{file}:{at}", todo) from None
    except RecursionError:
        raise ProtocolError("this is nested too deeply.", f"{file}:1", "Write it flatter.") from None
    except yaml.YAMLError:
        raise ProtocolError("this is not YAML text.", f"{file}:1", "Save it as UTF-8 text.") from None
    return held


def _quickly(text: str) -> yaml.Node | None:
    """The tree of the text; None where there is something to say of it, and where it holds a sign that the two read
    each in its way. How deep it is, is looked at first: libyaml itself goes down as far as there is memory."""
    depth = 0
    if "!" in text or "\ufeff" in text:
        return None
    try:
        for event in yaml.parse(text, Loader=_Fast):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return None
        return yaml.compose(text, Loader=_Fast)
    except yaml.YAMLError:
        return None


def _not_yaml(error: yaml.MarkedYAMLError) -> tuple[str, str, int]:
    """What is wrong, what to do, and the line: of a quote or bracket that is never closed, where it opens."""
    problem = error.problem or "it cannot be read"
    here = error.problem_mark.line + 1 if error.problem_mark else 1
    opened = error.context_mark.line + 1 if error.context_mark else here
    if "'\\t'" in problem:
        return "the line is indented with a tab.", "Indent with spaces.", here
    if error.context == "while scanning a quoted scalar":
        return "a quotation mark opens here and is never closed.", "Close it on the same line.", opened
    if error.context in ("while parsing a flow mapping", "while parsing a flow sequence"):
        sign = "{" if error.context.endswith("mapping") else "["
        todo = "Close it, separate its parts by commas, and put text with special signs in quotes."
        return f"“{sign}” opens here and is not closed as it should be (line {here}: {problem}).", todo, opened
    if problem.startswith("expected <block end>"):
        todo = "Look for a quotation mark that is not closed, here or above, and for a wrong indentation."
        return "the line does not fit to those above it.", todo, here
    if problem.startswith("mapping values are not allowed"):
        return "a second “: ” on the line.", "Put text that holds “: ” in quotes.", here
    return f"this is not YAML: {problem}.", "Correct the line, or put the text in quotes.", here


def _value(node: yaml.Node, pointer: Pointer, held: Marked) -> Anything:
    held.lines.setdefault(pointer, node.start_mark.line + 1)
    if len(pointer) > DEEPEST:
        raise ProtocolError("this is nested too deeply.", held.place(pointer), "Write it flatter.")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, pointer, held)
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner, (*pointer, index), held) for index, inner in enumerate(node.value)]
    constructor = yaml.constructor.SafeConstructor()
    return constructor.construct_object(node)


def _mapping(node: yaml.MappingNode, pointer: Pointer, held: Marked) -> dict[str, Anything]:
    found: dict[str, Anything] = {}
    for key_node, value_node in node.value:
        line, key = key_node.start_mark.line + 1, str(key_node.value)
        if key in found:
            raise ProtocolError(f"“{key}” is written twice.", f"{held.file}:{line}", "Keep one of them.")
        held.lines[(*pointer, key)] = line
        found[key] = _value(value_node, (*pointer, key), held)
    return found
