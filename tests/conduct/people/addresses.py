"""Every address of the application, found by walking the resolver, so that a new one is swept without being named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from .routes import OTHERS, WRITING


@dataclass(frozen=True)
class Address:
    """A pattern: its name, its route with `<converter:parameter>`s, the parameters, and its view."""

    name: str
    route: str
    parameters: Mapping[str, Any]
    view: Callable[..., Any]

    @property
    def action(self) -> Any:
        """The action of the table of roles that its view names, None where it names none."""
        return getattr(self.view, "action", None)

    @property
    def writes(self) -> Any:
        """The action that a POST needs."""
        return WRITING.get(self.route, self.action)

    @property
    def kind(self) -> str:
        """Who may open it where it names no action."""
        return OTHERS.get(self.route, "")

    def filled(self, **values: str) -> str:
        """The path with its parameters filled; those that are not given get a value of their kind."""
        path = f"/{self.route}"
        for name, converter in self.parameters.items():
            value = values.get(name) or ("1" if converter.regex == "[0-9]+" else "none-such")
            written = next(part for part in _parts(path) if part.strip("<>").split(":")[-1] == name)
            path = path.replace(written, value)
        return path


def addresses() -> list[Address]:
    """Every address there is."""
    return list(_walk(get_resolver(), "", {}))


def _walk(resolver: URLResolver, before: str, parameters: Mapping[str, Any]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        found = {**parameters, **getattr(each.pattern, "converters", {})}
        if isinstance(each, URLPattern):
            yield Address(each.name or route, route, found, each.callback)
        else:
            yield from _walk(each, route, found)


def _parts(path: str) -> list[str]:
    return [f"<{piece.split('>')[0]}>" for piece in path.split("<")[1:]]
