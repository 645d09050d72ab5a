"""Make the virtual environment `.venv` and install the pinned packages in it, once.

    python3 tools/bootstrap.py requirements.txt

Standard library only, and written so that even a very old Python can read this far and say that
it is too old: no f-strings, no annotations, no imports from the future.
"""

import hashlib
import os
import subprocess
import sys
import time

OLDEST = (3, 11)
PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.environ.get("VENV") or os.path.join(PROJECT, ".venv")
STAMP = os.path.join(VENV, "installed.txt")
LOG = os.path.join(PROJECT, "var", "install.log")
# What the longer list holds, the shorter one holds too: after `make test`, `make run` is ready.
SUPERSETS = {"requirements.txt": ["requirements.txt", "requirements-dev.txt"]}

NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "ProxyError",
    "Max retries exceeded",
    "Connection refused",
)


class CannotSetUp(Exception):
    """The one sentence a person reads when the set-up cannot go on."""


def too_old(version):
    """The sentence for a Python that is too old, or nothing."""
    if tuple(version[:2]) >= OLDEST:
        return None
    return (
        "Python {0}.{1} is too old: install Python {2}.{3} or newer, or name one with "
        "make run PYTHON=/path/to/python{2}.{3}".format(version[0], version[1], *OLDEST)
    )


def say(words, since=None):
    took = "" if since is None else " ({0:.1f} s)".format(time.time() - since)
    sys.stdout.write("{0}{1}\n".format(words, took))
    sys.stdout.flush()


def fingerprint(name):
    """Changes when the list, the Python or the place of the environment changes."""
    digest = hashlib.sha256()
    with open(os.path.join(PROJECT, name), "rb") as file:
        digest.update(file.read())
    digest.update(repr(tuple(sys.version_info[:2])).encode())
    digest.update(os.path.realpath(VENV).encode())
    return "{0} {1}".format(name, digest.hexdigest())


def venv_python():
    return os.path.join(VENV, "bin", "python")


def is_installed(name):
    if not os.path.exists(venv_python()):
        return False
    try:
        with open(STAMP) as file:
            stamped = file.read().splitlines()
    except (IOError, OSError):
        return False
    return any(fingerprint(other) in stamped for other in SUPERSETS.get(name, [name]))


def usable():
    """Whether `.venv` holds a Python of ours that starts and has pip."""
    if not os.path.exists(venv_python()):
        return False
    question = "import sys, pip; print(sys.prefix); print(sys.version_info[:2])"
    try:
        with open(os.devnull) as nothing:
            answer = subprocess.check_output(
                [venv_python(), "-c", question], stdin=nothing, stderr=subprocess.STDOUT
            )
    except (OSError, subprocess.CalledProcessError):
        return False
    lines = answer.decode("utf-8", "replace").splitlines()
    return (
        os.path.realpath(lines[0]) == os.path.realpath(VENV)
        and lines[1] == repr(tuple(sys.version_info[:2]))
        and _scripts_point_here()
    )


def _scripts_point_here():
    """A project folder that was moved keeps scripts that name the old place."""
    try:
        with open(os.path.join(VENV, "bin", "pip"), "rb") as file:
            return os.path.join(VENV, "bin").encode() in file.read(4096)
    except (IOError, OSError):
        return False


def make_venv():
    started = time.time()
    code, told = run([sys.executable, "-m", "venv", "--clear", VENV])
    if code != 0:
        if "ensurepip" in told or "No module named venv" in told:
            raise CannotSetUp(
                "This Python cannot make virtual environments: install its venv module (on "
                "Debian and Ubuntu: apt-get install python3-venv) and run the command again."
            )
        raise CannotSetUp(
            "The virtual environment {0} could not be made; the reason is in {1}: mend it and "
            "run the command again.".format(VENV, LOG)
        )
    say("Virtual environment made in .venv", started)


def install(name):
    started = time.time()
    with open(os.path.join(PROJECT, name)) as file:
        count = sum(1 for line in file if "==" in line and not line.lstrip().startswith("#"))
    say("Installing {0} pinned packages from {1} ...".format(count, name))
    code, told = run(
        [venv_python(), "-m", "pip", "install", "--quiet", "--no-input", "--retries", "2"]
        + ["--disable-pip-version-check", "--progress-bar", "off", "--only-binary", ":all:"]
        + ["--require-hashes", "--requirement", os.path.join(PROJECT, name)]
    )
    if code != 0:
        raise CannotSetUp(explain(told))
    say("Packages installed", started)


def explain(told):
    """What pip said at length, in one sentence that says what to do."""
    if any(sign in told for sign in NO_NETWORK):
        return (
            "The packages could not be fetched because the package index does not answer: check "
            "the network (or set PIP_INDEX_URL to an index you can reach) and run the command "
            "again."
        )
    if "DO NOT MATCH THE HASHES" in told:
        return (
            "A package differs from the one that was pinned, so nothing was installed: clear "
            "pip's cache (.venv/bin/python -m pip cache purge) and run the command again; {0} "
            "names the package.".format(LOG)
        )
    if "No space left on device" in told:
        return "The disk is full: free about 1 GB and run the command again."
    if "No matching distribution" in told or "Failed building wheel" in told:
        return (
            "A package has no build for this machine (Linux with glibc and macOS have them): "
            "{0} names it; use Python {1}.{2} to {1}.14, or the containers in deploy/.".format(
                LOG, *OLDEST
            )
        )
    return "The packages could not be installed; {0} says why: mend it and try again.".format(LOG)


def run(command):
    """Run a step quietly; its words go to the log and, when it fails, to whoever explains."""
    environment = dict(os.environ)
    # A person's own environment must not redirect the installation.
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"):
        environment.pop(name, None)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    try:
        told = process.communicate()[0].decode("utf-8", "replace")
    except BaseException:
        process.terminate()
        process.wait()
        raise
    with open(LOG, "a") as log:
        log.write("$ {0}\n{1}\n".format(" ".join(command), told))
    return process.returncode, told


def set_up(name):
    """Leave `.venv` complete for this list; the stamp is written last of all."""
    import fcntl

    for folder in (os.path.dirname(LOG), os.path.dirname(VENV)):
        if not os.path.isdir(folder):
            os.makedirs(folder)
    with open(os.path.join(os.path.dirname(LOG), "install.lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once: the second finds it done
        if is_installed(name):
            return
        stamped = []
        if usable():
            if os.path.exists(STAMP):
                with open(STAMP) as file:
                    stamped = file.read().splitlines()
                os.remove(STAMP)
        else:
            make_venv()
        install(name)
        names = {line.split(" ")[0]: line for line in stamped}
        names[name] = fingerprint(name)
        kept = [line for other, line in sorted(names.items()) if line == fingerprint(other)]
        with open(STAMP + ".new", "w") as file:
            file.write("\n".join(kept) + "\n")
        os.rename(STAMP + ".new", STAMP)


def main(arguments):
    sentence = too_old(sys.version_info)
    if sentence:
        sys.stderr.write(sentence + "\n")
        return 1
    name = arguments[0] if arguments else "requirements.txt"
    if is_installed(name):
        return 0
    try:
        set_up(name)
    except CannotSetUp as refusal:
        sys.stderr.write("{0}\n".format(refusal))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; the next run goes on from here.\n")
        return 130
    except (IOError, OSError) as error:
        sys.stderr.write(
            "{0}: {1}: mend that, or delete the folders .venv/ and var/, and run the command "
            "again.\n".format(error.filename or "The set-up", error.strerror or error)
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
