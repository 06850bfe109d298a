"""Smaller pictures: a screenshot holds few colours, so one byte a point and a palette are enough (PNG, ISO 15948)."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG. Raises ValueError for anything else."""
    if picture[:8] != SIGNATURE:
        raise ValueError("not a PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def smaller(picture: bytes) -> bytes:
    """The same picture with a palette: the commonest colours, each other one replaced by the nearest of them."""
    width, height = size(picture)
    lines = _lines(picture, width, height)
    points = [bytes(line[i : i + 3]) for line in lines for i in range(0, len(line), len(line) // width)]
    counted = Counter(points)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    number = {colour: place for place, colour in enumerate(palette)}
    for colour in counted.keys() - number.keys():
        number[colour] = min(range(len(palette)), key=lambda place: _apart(palette[place], colour))
    flat = bytes(number[point] for point in points)
    rows = b"".join(b"\0" + flat[i : i + width] for i in range(0, len(flat), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(map(_chunk, *zip(*parts, strict=True)))


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))


def _lines(picture: bytes, width: int, height: int) -> list[bytearray]:
    """The points of each line, the filters undone."""
    deep, colour, *_, interlaced = picture[24:29]
    if (deep, interlaced) != (8, 0) or colour not in (2, 6):
        raise ValueError("not what Chromium writes")
    step = {2: 3, 6: 4}[colour]
    held = zlib.decompress(b"".join(data for kind, data in _chunks(picture) if kind == b"IDAT"))
    long = width * step + 1
    lines = [bytearray(long - 1)]
    for start in range(0, long * height, long):
        lines.append(_unfiltered(held[start], bytearray(held[start + 1 : start + long]), lines[-1], step))
    return lines[1:]


def _chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(picture):
        (long,) = struct.unpack(">I", picture[at : at + 4])
        found.append((picture[at + 4 : at + 8], picture[at + 8 : at + 8 + long]))
        at += 12 + long
    return found


def _unfiltered(kind: int, line: bytearray, above: bytearray, step: int) -> bytearray:
    """A line as it was before its filter: none, left, above, their mean, or Paeth's choice."""
    for i in range(len(line) if kind else 0):
        left, up, corner = (line[i - step], above[i], above[i - step]) if i >= step else (0, above[i], 0)
        line[i] = line[i] + (left, up, (left + up) // 2, _paeth(left, up, corner))[kind - 1] & 255
    return line


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))
