"""Every address of the application, found by walking the resolver, so that a new one is swept without being named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

WITHOUT_ACTION: Mapping[str, str] = {
    "home": "sends the reader to their first site, or to the study",
    "set_language": "the language of the screens, for anybody",
    "account_login": "the way in",
    "account_logout": "the way out",
    "account_inactive": "tells that an account is closed",
    "account_reauthenticate": "one's own account",
    "account_change_password": "one's own account",
    "mfa_index": "one's own account",
    "mfa_authenticate": "the second step of the way in",
    "mfa_reauthenticate": "one's own account",
    "mfa_activate_totp": "one's own account",
    "mfa_deactivate_totp": "one's own account",
    "mfa_view_recovery_codes": "one's own account",
    "mfa_generate_recovery_codes": "one's own account",
    "mfa_download_recovery_codes": "one's own account",
    "mfa_list_webauthn": "one's own account",
    "mfa_add_webauthn": "one's own account",
    "mfa_reauthenticate_webauthn": "one's own account",
    "mfa_remove_webauthn": "one's own account",
    "mfa_edit_webauthn": "one's own account",
}
"""The only addresses whose view names no action of the table of roles, and why."""
FOR_ANYBODY = frozenset({"set_language", "account_login", "account_logout", "account_inactive", "mfa_authenticate"})
"""Those that need no log-in."""


@dataclass(frozen=True)
class Address:
    """A pattern: its name, its route with `<converter:parameter>`s, the parameters, and its view."""

    name: str
    route: str
    parameters: Mapping[str, Any]
    view: Callable[..., Any]

    @property
    def action(self) -> Any:
        """The action of the table of roles, None where the view names none."""
        return getattr(self.view, "action", None)

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
