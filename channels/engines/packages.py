"""Finds files that a Python package carries, without importing the package."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from channels.errors import ModelError


def folder(package: str, requirement: str) -> Path:
    """The folder of an installed package. Raises ModelError naming the pip `requirement`."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {package} is missing; run: {mend(requirement)}")
    return Path(spec.origin).parent


def version_of(distribution: str) -> str:
    """The installed version, or "unknown"."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"


def mend(requirement: str) -> str:
    """The command that puts a package's files right, in the version that was tested."""
    return (
        ".cache/uv/bin/uv pip install --python .venv/bin/python -r requirements/dialogue.txt "
        f"--reinstall-package {requirement}"
    )
