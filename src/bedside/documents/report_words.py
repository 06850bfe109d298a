"""x"""

from bedside.values.wording import Text

OF_REPORT: dict[str, Text] = {}
