"""Reads the words of the demo consortium (`content/*.toml`)."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "content"


def read(name: str) -> dict[str, Any]:
    """One file of the content, by its name without ending."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def practices() -> list[dict[str, Any]]:
    """Every practice of every file, by slug."""
    found = [
        practice
        for path in sorted((FOLDER / "practices").glob("*.toml"))
        for practice in tomllib.loads(path.read_text())["practice"]
    ]
    return sorted(found, key=lambda practice: practice["slug"])


def fingerprint() -> str:
    """Changes when a word of the content or a line of the loader changes."""
    digest = hashlib.sha256()
    for path in sorted([*FOLDER.rglob("*.toml"), *Path(__file__).parent.glob("*.py")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
