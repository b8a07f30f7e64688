"""Short names of contents: the same name means the same master, or the same course."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import sim

__all__ = ["course_digest", "file_digest"]


def file_digest(path: Path) -> str:
    """Return twelve hexadecimal digits of a hash of a file's content, such as a master's seeds and checks.

    Raises:
        OSError: it cannot be read.

    >>> file_digest(Path(__file__)) == file_digest(Path(__file__)), len(file_digest(Path(__file__)))
    (True, 12)
    """
    return sha256(Path(path).read_bytes()).hexdigest()[:12]


@cache
def course_digest() -> str:
    """Return a hash of the package's code and data, since a changed model may give other results.

    >>> len(course_digest())
    64
    """
    folder = Path(sim.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".toml"})
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
