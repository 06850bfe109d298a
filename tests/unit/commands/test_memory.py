"""What does not fit the memory that is allowed is put down where nobody else reads it, and taken away."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bedside.engines.duck import connect

WIDE = "CREATE TABLE wide AS SELECT i, md5(i::VARCHAR) AS text FROM range(2_000_000) t(i) ORDER BY text"


def test_more_than_fits_is_put_down_in_a_folder_of_ones_own() -> None:
    connection = connect(1, "50MB")
    connection.execute(WIDE)
    ((place,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    held = [*Path(place).iterdir()]
    assert sum(file.stat().st_size for file in held) > 10_000_000
    assert stat.S_IMODE(Path(place).parent.stat().st_mode) == 0o700
    assert connection.execute("SELECT count(*), count(DISTINCT text) FROM wide").fetchall() == [(2_000_000, 2_000_000)]
    connection.close()
    assert not Path(place).exists()


@pytest.mark.parametrize("size", ["", "2", "0GB", "2 GB", "-1GB", "lots"])
def test_a_size_is_written_like_one(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    from bedside.__main__ import main

    assert main(["screen", "jakahdi", "--source", "canonical:x", "--out", "x", f"--memory={size}"]) == 2
    assert f"“{size}” is not a size such as 800MB or 8GB" in capsys.readouterr().err
