"""Voila's scripts that every page asks for, sent as one file: 72 requests take a page longer than one."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tornado.web
import voila

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["VERSION", "VoilaChunks", "chunks"]

VERSION = voila.__version__
# What Voila's main script asks for at its start; one that is missing here, or in another version, is asked for singly.
NUMBERS = Path(__file__).with_name("voila_chunks.json")
A_YEAR = 365 * 24 * 60 * 60  # seconds; the address holds Voila's version


def chunks(folders: Iterable[str]) -> bytes:
    """Return the chunks that are in these folders, joined; a folder comes before those after it."""
    names = [f"{number}.voila.js" for number in json.loads(NUMBERS.read_text("utf-8"))]
    found = ((Path(folder, name) for folder in folders if Path(folder, name).is_file()) for name in names)
    return b"\n".join(path.read_bytes() for paths in found for path in [*paths][:1])


@cache
def _compressed(folders: tuple[str, ...]) -> bytes:
    return gzip.compress(chunks(folders), compresslevel=6)


class VoilaChunks(tornado.web.RequestHandler):
    """Sends the chunks, compressed once for all browsers, and lets a browser keep them."""

    def initialize(self, folders: list[str]) -> None:
        """Store the folders of Voila's files."""
        self.folders = tuple(folders)

    def get(self) -> None:
        """Send them."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", f"public, max-age={A_YEAR}, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(_compressed(self.folders))
        else:
            self.write(chunks(self.folders))
