"""Facts about the repository itself that must hold in every commit."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.needs import ROOT, lacking

LARGEST = 512 * 1024
LONGEST = 600
LOCKS = ("build", "run", "spark", "test")
# Assembled, so that this file does not hold what it looks for.
UNFINISHED = re.compile("|".join(("Not" + "ImplementedError", r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b")))
INDEX = re.compile("|".join(("py" + r"pi\.", "python" + "hosted", "index" + "-url", "find" + "-links")), re.I)
MACHINE = re.compile(r"(?<![\w.$})/-])/(?:work|root|tmp|opt|home|Users)/[\w.]")
PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==(\S+)( ; [^#]+?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def repository_files() -> list[Path]:
    """Every file that is, or would be, committed."""
    git = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(git, capture_output=True, check=False)
    if listing.returncode:
        lacking("needs a git checkout: what belongs to the repository is unknown here")
    names = listing.stdout.decode("utf-8").split("\0")
    return [path for name in sorted(set(names)) if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    """The repository's files that are text."""
    found = []
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path.relative_to(ROOT), content.decode("utf-8")))
    return found


def hits(pattern: re.Pattern[str], under: str = "") -> list[str]:
    """Where a pattern occurs, as `file:line: text`."""
    return [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts()
        if str(path).startswith(under)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def locked(name: str) -> dict[str, str]:
    """Distribution name -> exact version in a lock; fails on any line that is not a hashed pin."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = {}
    for entry in text.replace("\\\n", " ").splitlines():
        pin = PIN.fullmatch(entry)
        assert pin, f"requirements/{name}.txt: not a pinned and hashed requirement: {entry[:100]}"
        assert pin[1] not in pins, f"requirements/{name}.txt: {pin[1]} is pinned twice"
        pins[pin[1]] = pin[2]
    return pins


def lines_of(name: str) -> list[str]:
    """The requirements in a hand-written list, without its comments."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]


def wanted(name: str) -> list[Requirement]:
    """The direct dependencies that a lock is resolved from."""
    run = PROJECT["project"]["dependencies"]
    lines = {
        "build": [*PROJECT["build-system"]["requires"], *lines_of("build.in")],
        "run": run,
        "spark": [*run, *PROJECT["project"]["optional-dependencies"]["spark"]],
        "test": [*run, *PROJECT["dependency-groups"]["test"]],
    }
    return [Requirement(line) for line in lines[name]]


def documented() -> dict[str, str]:
    """Name -> version as written in docs/dependencies.md."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| ([\w.]+) \| [^|]+ \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in rows if name != "name"}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (UNFINISHED, "raise Not" + "ImplementedError"),
        (UNFINISHED, "# TO" + "DO: later"),
        (INDEX, "https://py" + "pi.org/simple"),
        (INDEX, "--extra-index" + "-url x"),
        (MACHINE, 'open("/wo' + 'rk/x")'),
        (MACHINE, "see /ro" + "ot/.config"),
    ],
)
def test_the_patterns_below_find_what_they_should(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_no_address_of_a_package_index() -> None:
    allowed = "--no-emit-index" + "-url"  # the Makefile's own switch that keeps it out of the locks
    assert [hit for hit in hits(INDEX) if allowed not in hit] == []


def test_no_path_of_somebodys_machine() -> None:
    assert hits(MACHINE) == []


def test_nothing_unfinished_in_the_source() -> None:
    assert hits(UNFINISHED, under="src/") == []


def test_no_large_file() -> None:
    assert [path.name for path in repository_files() if path.stat().st_size > LARGEST] == []


def test_no_long_source_file() -> None:
    lengths = {str(path): text.count("\n") for path, text in texts() if str(path).startswith("src/")}
    assert lengths, "no source found"
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_answers_every_direct_dependency(name: str) -> None:
    pins = locked(name)
    for requirement in wanted(name):
        version = pins.get(canonicalize_name(requirement.name))
        assert version and requirement.specifier.contains(version), f"{requirement} is not met by {version}"


@pytest.mark.parametrize("name", ["spark", "test"])
def test_locks_agree_with_the_run_lock(name: str) -> None:
    run, other = locked("run"), locked(name)
    assert {key: other.get(key) for key in run} == run


def test_optional_and_test_packages_are_not_in_the_run_lock() -> None:
    assert locked("run").keys() & {"pyspark", "pytest", "hypothesis", "ruff", "playwright", "pandas"} == set()


def test_dependencies_page_says_what_the_locks_say() -> None:
    direct = {
        canonicalize_name(requirement.name): locked(name)[canonicalize_name(requirement.name)]
        for name in LOCKS
        for requirement in wanted(name)
    }
    assert documented() == direct


@pytest.mark.proves("ground another-trial")
def test_the_machine_knows_no_trial():
    trials = [path.parent.name for path in (ROOT / "trials").glob("*/protocol.yaml")]
    assert len(trials) >= 2
    for path in (ROOT / "src").rglob("*"):
        if path.suffix in {".py", ".yaml", ".json", ".html", ".js", ".css"}:
            text = path.read_text(encoding="utf-8").casefold()
            assert not [name for name in trials if re.search(rf"\b{name}\b", text)], path
