"""Who the embedded servers run as.

PostgreSQL refuses to run as root. When root types `make run`, the server's process becomes the
unprivileged user `nobody`, and keeps one single right of root's across that change: to look
through folders (CAP_DAC_READ_SEARCH, or CAP_DAC_OVERRIDE where the wheel's programs are root's
alone). So a project in /root or in any other private folder works, and no folder on the way
to it has to be opened to everybody.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import pwd
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
# Without this bit access(2), by which PostgreSQL looks for its programs, does not count the
# rights of a user other than root.
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """The user a server runs as, and which of root's rights it keeps."""

    uid: int
    gid: int
    capabilities: tuple[int, ...] = ()

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()


def me() -> Identity:
    return Identity(os.geteuid(), os.getegid())


def unprivileged(owner: int | None = None) -> Identity:
    """The user that replaces root: the owner of existing data, else `nobody`."""
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return Identity(entry.pw_uid, entry.pw_gid)


def with_capabilities(identity: Identity) -> list[Identity]:
    """The same user with less and less help from root; the first that works is taken."""
    if identity.is_me:
        return [identity]
    wanted: list[tuple[int, ...]] = [()]
    if _libc is not None:
        wanted = [(CAP_DAC_READ_SEARCH,), (CAP_DAC_OVERRIDE,), ()]
    return [Identity(identity.uid, identity.gid, capabilities) for capabilities in wanted]


def place_outside(folder: Path) -> Path:
    """Where the data of a folder goes that PostgreSQL's user cannot enter in any way."""
    key = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    return Path("/var/tmp") / f"collaborative-{key}"  # noqa: S108  its owner is checked where it is made


def _call(name: str, *arguments: object) -> None:
    assert _libc is not None  # noqa: S101  callers run on Linux only
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent dies, however the parent dies."""
    if _libc is not None:
        _call("prctl", PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def become(identity: Identity, *, dying: int) -> Callable[[], None]:
    """What a child does between fork and exec to run as `identity`."""

    def prepare() -> None:
        if not identity.is_me:
            os.setgroups([])
            os.setgid(identity.gid)
            if identity.capabilities:
                _call("prctl", PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
            os.setuid(identity.uid)
            if identity.capabilities:
                _keep_only(identity.capabilities)
        # After the change of user: the kernel forgets the wish when the user changes.
        die_with_parent(dying)

    return prepare


def _keep_only(capabilities: tuple[int, ...]) -> None:
    mask = sum(1 << capability for capability in capabilities)
    header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
    # Twice (effective, permitted, inheritable): the lower 32 capabilities, then the upper.
    data = struct.pack("=6I", mask, mask, mask, 0, 0, 0)
    _call("capset", header, data)
    for capability in capabilities:
        _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)


def can_run(identity: Identity, command: Sequence[str | Path], *, folder: Path) -> bool:
    """Whether `identity` gets as far as running `command` inside `folder`."""
    try:
        answer = subprocess.run(
            [str(part) for part in command],
            cwd="/",
            preexec_fn=_entering(folder, Path(command[0]), identity),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.returncode == 0


def _entering(folder: Path, program: Path, identity: Identity) -> Callable[[], None]:
    def enter() -> None:
        become(identity, dying=signal.SIGKILL)()
        os.chdir(folder)
        if not os.access(program, os.X_OK):
            raise PermissionError

    return enter
