"""Numbers as people and laboratories write them, as SQL: `1.5`, `1,5`, `1,000.5`, and limits such as `<5`.

A comma is the decimal separator where it can be nothing else (`1,50`, `0,500`, `1234,5`) and separates thousands
where it can be nothing else (`1,000.5`, `1,000,000`). `1,500` may be either, so it is no number: the row is
reported.
"""

from __future__ import annotations

POINT = r"[0-9]+\.?[0-9]*|\.[0-9]+"
COMMA = r"[0-9]*,[0-9]+"
GROUPED = r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)"
AMBIGUOUS = r"[+-]?[1-9][0-9]{0,2},[0-9]{3}"
LIMIT = rf"\s*(<|>|≤|≥|LESS THAN|GREATER THAN)\s*=?\s*({POINT}|{COMMA}|{GROUPED})\s*"
"""A result beyond the limit of the assay and nothing else: `<5`, `>16500`, `>=1,5`, `GREATER THAN 16500`."""


def text_number(text: str) -> str:
    """The double that a text says, NULL when it is no number, not finite, or may be two numbers."""
    cast = f"TRY_CAST({text} AS DOUBLE)"
    plain = f"CASE WHEN isfinite({cast}) AND NOT contains({text}, '_') THEN {cast} END"
    return f"CASE WHEN contains({text}, ',') THEN {_with_comma(f'trim({text})')} ELSE {plain} END"


def _with_comma(text: str) -> str:
    decimal = f"regexp_full_match({text}, '[+-]?{COMMA}') AND NOT regexp_full_match({text}, '{AMBIGUOUS}')"
    return f"""CASE WHEN {decimal} THEN TRY_CAST(replace({text}, ',', '.') AS DOUBLE)
        WHEN regexp_full_match({text}, '[+-]?{GROUPED}') THEN TRY_CAST(replace({text}, ',', '') AS DOUBLE) END"""


def begins_as_limit(text: str) -> str:
    """The test that a text begins with the sign of a limit; NULL for no text.

    Every such sign sorts after the digits, so most numbers need not be taken to pieces.
    """
    return f"({text} >= '<' AND {text}[1] IN ('<', '>', '≤', '≥'))"


def limit_sign(text: str) -> str:
    """−1 when a text is an upper limit (`<5`), 1 when a lower one (`>5`), NULL when it is no limit."""
    sign = f"upper(regexp_extract({text}, '^{LIMIT}$', 1, 'i'))"
    return f"CASE WHEN {sign} IN ('<', '≤', 'LESS THAN') THEN -1 WHEN {sign} <> '' THEN 1 END"


def limit_number(text: str) -> str:
    """The number of a limit, NULL when the text is none or its number may be two."""
    return text_number(f"regexp_extract({text}, '^{LIMIT}$', 2, 'i')")
