"""Words in templates: `{% say "casebook.saved" at=time %}` for our own, `{{ form.text|told }}` for the protocol's."""

from __future__ import annotations

import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bedside.conduct.frame import words
from bedside.values.moment import Moment, to_datetime
from bedside.values.wording import Text

register = template.Library()
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@register.simple_tag
def say(key: str, **places: object) -> str:
    """The words of a key in the reader's language."""
    return words.say(key, **places)


@register.filter
def told(text: Text) -> str:
    """A bilingual text in the reader's language."""
    return words.told(text)


@register.filter
def own_half(text: str) -> str:
    """Of a text that was kept in both languages (`English · français`), the half in the reader's; any other whole."""
    halves = text.split(" · ")
    return halves[1 if words.language() == "fr" else 0] if len(halves) == 2 else text


@register.simple_tag
def options(offered: tuple[tuple[str, Text], ...], chosen: str) -> SafeString:
    """What a list offers, each code with its words in the reader's language, what is chosen marked."""
    return _options(offered, chosen, words.language())


@lru_cache(maxsize=512)
def _options(offered: tuple[tuple[str, Text], ...], chosen: str, language: str) -> SafeString:
    shown = ((code, mark_safe(" selected" if code == chosen else ""), text.say(language)) for code, text in offered)
    return format_html_join("", '<option value="{}"{}>{}</option>', shown)


@register.filter
def local(at_us: int | None) -> str:
    """A moment (microseconds UTC) on the sites' clock: `2026-11-22 08:05`."""
    if at_us is None:
        return ""
    return timezone.localtime(to_datetime(Moment(at_us))).strftime("%Y-%m-%d %H:%M")


@register.filter
def unbroken(text: str) -> SafeString:
    """A text in which no day is broken at the end of a line."""
    return mark_safe(_DAY.sub(r'<span class="when">\g<0></span>', conditional_escape(text)))


@register.filter
def utc(at_us: int) -> str:
    """A moment (microseconds UTC) as it stands in the trail: `2026-11-22T07:05:00Z`."""
    return to_datetime(Moment(at_us)).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.simple_tag
def zone() -> str:
    """The sites' time zone."""
    return str(settings.TIME_ZONE)
