"""bedside: a clinical trial protocol written once, as a program.

Screening, scores, reports and checks are derived from the protocol.
Research software: not a medical device, not for treatment decisions.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("bedside")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0.0.0+uninstalled"

__all__ = ["__version__"]
