"""A release of Pyodide, Python for browsers, as a folder or an archive: what of it a page needs."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["LOCK", "WANTED", "Pyodide", "opened"]

LOCK = "pyodide-lock.json"
LOADER = "pyodide.mjs"
RUNTIME = (LOADER, "pyodide.asm.wasm", "python_stdlib.zip")
ENGINES = ("pyodide.asm.mjs", "pyodide.asm.js")  # the same by its newer and its older name
WANTED = (
    "numpy",
    "pydantic",
)  # compiled, so no other place has them for browsers; all else of the course is Python alone


@dataclass(frozen=True)
class Pyodide:
    """What a page needs of a release.

    Attributes:
        files: contents by name. packages: the names of what is loaded before the course is.
    """

    files: Mapping[str, bytes]
    packages: tuple[str, ...]

    @property
    def version(self) -> str:
        """The release's own number, such as 0.27.7, else that of its Python."""
        told = json.loads(self.files[LOCK])["info"]
        return str(told.get("version") or told["python"])


def opened(path: Path) -> Pyodide:
    """Return what a page needs of a release.

    Args:
        path: a folder, or an archive (.zip, .whl, .tar.bz2 and other tar files), with pyodide-lock.json anywhere in it.

    Raises:
        BadInput: it is none, or it lacks a part or a package, or one was changed or cut.
    """
    read = _reader(path)
    lock = _lock(read, path)
    wanted = _with_all_it_needs(lock["packages"], WANTED, path)
    names = [*RUNTIME, *(one["file_name"] for one in wanted.values())]
    files = {**read([*names, *ENGINES])}
    if not any(engine in files for engine in ENGINES):
        names.append(ENGINES[0])
    for name in names:
        if name not in files:
            raise BadInput(say("static.pyodide_part", path=path, name=name))
    for one in wanted.values():
        if sha256(files[one["file_name"]]).hexdigest() != one["sha256"]:
            raise BadInput(say("static.pyodide_changed", path=path, name=one["file_name"]))
    files[LOCK] = json.dumps(lock | {"packages": wanted}, separators=(",", ":")).encode()
    return Pyodide(files, tuple(wanted))


def _with_all_it_needs(packages: Mapping[str, Any], names: Iterable[str], path: Path) -> dict[str, Any]:
    """Return these packages of a lock, and those that they need, by name.

    >>> lock = {"a": {"depends": ["B_b"]}, "b-b": {"depends": []}, "c": {"depends": []}}
    >>> list(_with_all_it_needs(lock, ["a"], Path("there")))
    ['a', 'b-b']
    """
    found: dict[str, Any] = {}
    open_ = [_plain(name) for name in names]
    while open_:
        name = open_.pop(0)
        if name not in packages:
            raise BadInput(say("static.pyodide_package", path=path, name=name))
        if name not in found:
            found[name] = packages[name]
            open_ += map(_plain, packages[name]["depends"])
    return found


def _plain(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def _lock(read: Callable[[Iterable[str]], Mapping[str, bytes]], path: Path) -> dict[str, Any]:
    try:
        lock = json.loads(read([LOCK])[LOCK])
        return {**lock, "info": lock["info"], "packages": lock["packages"]}
    except (LookupError, ValueError, TypeError):
        raise BadInput(say("static.pyodide_none", path=path, name=LOCK)) from None


def _reader(path: Path) -> Callable[[Iterable[str]], Mapping[str, bytes]]:
    """Return what reads files, by name, that lie beside the lock of a folder or an archive."""
    if path.is_dir():
        return lambda names: _of_folder(path, names)
    if not path.exists():
        raise BadInput(say("static.pyodide_missing", path=path))
    if zipfile.is_zipfile(path):
        return lambda names: _of_zip(path, names)
    try:
        if tarfile.is_tarfile(path):
            return lambda names: _of_tar(path, names)
    except (OSError, EOFError):
        pass
    raise BadInput(say("static.pyodide_none", path=path, name=LOCK))


def _of_folder(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    places = [place.parent for place in (path / LOCK, *sorted(path.rglob(LOCK))) if place.is_file()]
    if not places:
        return {}
    return {name: (places[0] / name).read_bytes() for name in names if (places[0] / name).is_file()}


def _of_zip(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = _beside_the_lock(archive.namelist(), names)
            return {name: archive.read(full) for full, name in wanted.items()}
    except (OSError, EOFError, zipfile.BadZipFile):
        raise BadInput(say("static.pyodide_cut", path=path)) from None


def _of_tar(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    try:
        with tarfile.open(path) as archive:
            files = {member.name: member for member in archive if member.isfile()}
            wanted = _beside_the_lock(files, names)
            return {name: _content(archive, files[full]) for full, name in wanted.items()}
    except (OSError, EOFError, tarfile.TarError):
        raise BadInput(say("static.pyodide_cut", path=path)) from None


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _beside_the_lock(files: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """Return names by their whole paths, for files that lie in the same folder as the lock.

    >>> _beside_the_lock(["a/pyodide-lock.json", "a/x.zip", "b/x.zip"], ["x.zip"])
    {'a/x.zip': 'x.zip'}
    """
    paths = {PurePosixPath(file): file for file in files}
    folder = next((path.parent for path in paths if path.name == LOCK), None)
    return {paths[folder / name]: name for name in names if folder is not None and folder / name in paths}
