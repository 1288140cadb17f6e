"""What the commands in bin/ share: uv, the right Python, the locked packages, and the system's libraries.

Run by whatever Python 3 the machine has (3.8 or newer), with the standard library only. Nothing outside the checkout is
changed, but for Debian packages where root or sudo allows it.
"""

import contextlib
import ctypes
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, ".cache")
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".synced")
WANTED = (3, 12)
UV_AT_LEAST = "uv>=0.8"

# What WeasyPrint loads, and the Debian packages that bring it.
PDF_LIBRARIES = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"]
PDF_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]


class Stop(Exception):
    """The machine lacks something; the text says what to do about it."""


def say(text=""):
    """Print a line now, also where the output is a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Say what begins, and how long it took."""
    began = time.monotonic()
    print(title + " … ", end="", flush=True)
    yield
    say("%.1f s" % (time.monotonic() - began))


def main(run):
    """Run a command; tell what is missing in plain words."""
    os.chdir(ROOT)
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # many processes are started: compiling anew costs each a few seconds
    try:
        sys.exit(run(sys.argv[1:]))
    except Stop as reason:
        say("\n%s" % reason)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def prepare(dev, msgfmt=True):
    """Bring everything that the product (``dev``: and its tests) needs; say nothing where all is there."""
    os.makedirs(CACHE, exist_ok=True)
    with open(os.path.join(CACHE, "prepare.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _ensure_packages(dev)
        _ensure_system(dev, msgfmt)


## PYTHON AND ITS PACKAGES


def _ensure_packages(dev):
    dev = dev or os.path.exists(os.path.join(VENV, "bin", "pytest"))  # a demo does not take a developer's tools away
    lock = os.path.join(ROOT, "requirements-dev.lock" if dev else "requirements.lock")
    with open(lock, "rb") as content:
        wanted = os.path.basename(lock) + " " + hashlib.sha256(content.read()).hexdigest()
    with contextlib.suppress(OSError), open(STAMP) as stamp:
        if stamp.read() == wanted and _version(PYTHON) >= WANTED:
            return
    uv = find_uv()
    if _version(PYTHON) < WANTED:
        with step("Making .venv"):
            _quietly([uv, "venv", "--quiet", "--clear", "--python", _find_python(uv), VENV], "uv-venv")
    say("Installing the locked packages …")
    began = time.monotonic()
    command = [uv, "pip", "sync", "--require-hashes", "--python", PYTHON, lock]
    if subprocess.call(command, env=dict(os.environ, UV_LINK_MODE=os.environ.get("UV_LINK_MODE", "copy"))):
        raise Stop("uv could not install the packages; its words are above. Is the package index reachable?")
    say("Installed in %.1f s" % (time.monotonic() - began))
    with open(STAMP, "w") as stamp:
        stamp.write(wanted)


def find_uv():
    """Return a uv that runs: from the PATH, or one of our own in .cache/uv."""
    ours = os.path.join(CACHE, "uv", "bin", "uv")
    places = os.environ.get("PATH", "").split(os.pathsep) + [os.path.expanduser("~/.local/bin"), "/usr/local/bin"]
    for uv in [ours] + [os.path.join(place, "uv") for place in places if place]:
        if _output([uv, "--version"]).startswith("uv "):
            return uv
    with step("Installing uv into .cache/uv"):
        for python in _pythons():
            if _pip_install(python):
                return ours
        if apt_install(["python3-pip", "python3-venv"]) and _pip_install("/usr/bin/python3"):
            return ours
    raise Stop("Please install uv (or Python's pip: Debian package python3-pip), then run this again.")


def _pip_install(python):
    """Install uv beside us: with pip, or with the pip of a new virtual environment."""
    target = ["install", "--quiet", "--upgrade", "--target", os.path.join(CACHE, "uv"), UV_AT_LEAST]
    own = os.path.join(CACHE, "pip")
    has_pip = _output([python, "-m", "pip", "--version"])
    if not has_pip and not _runs([python, "-m", "venv", "--clear", own]):
        return False
    pip = [python if has_pip else os.path.join(own, "bin", "python"), "-m", "pip"]
    return _runs(pip + target) and bool(_output([os.path.join(CACHE, "uv", "bin", "uv"), "--version"]))


def _find_python(uv):
    """Return a Python that is new enough: 3.12 before newer ones, the machine's before a downloaded one."""
    found = [(_version(python), python) for python in _pythons()]
    fit = sorted((version, python) for version, python in found if version >= WANTED)
    if fit:
        return fit[0][1]
    if _runs([uv, "python", "install", "3.12"]):
        return "3.12"
    for package in ("python3.12-venv", "python3.13-venv", "python3-venv"):
        python = "/usr/bin/" + package[: -len("-venv")]
        if apt_install([package]) and _version(python) >= WANTED:
            return python
    raise Stop("Please install Python 3.12 or newer, then run this again.")


def _pythons():
    """Return the Pythons of this machine, ours first."""
    names = ["python3.12", "python3.13", "python3.14", "python3"]
    places = os.environ.get("PATH", "").split(os.pathsep) + ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"]
    on_path = [os.path.join(place, name) for name in names for place in places if place]
    pyenv = glob.glob(os.path.expanduser("~/.pyenv/versions/3.*/bin/python3"))
    return [p for p in [sys.executable] + on_path + sorted(pyenv) if os.path.exists(p)]


def _version(python):
    """Return a Python's version, or (0, 0) where it does not run or was built without what we need."""
    answer = _output([python, "-c", "import sys, ssl, ctypes, zlib; print(*sys.version_info[:2])"]).split()
    return tuple(int(part) for part in answer) if len(answer) == 2 else (0, 0)


## THE SYSTEM'S LIBRARIES AND PROGRAMS


def _ensure_system(dev, msgfmt):
    missing = [] if all(map(_loads, PDF_LIBRARIES)) else list(PDF_PACKAGES)
    if (msgfmt and not shutil.which("msgfmt")) or (dev and not shutil.which("xgettext")):
        missing.append("gettext")
    if dev:
        missing += [] if shutil.which("pdftotext") and shutil.which("pdftoppm") else ["poppler-utils"]
        missing += [] if shutil.which("dovecot", path=_with_sbin()) else ["dovecot-imapd"]
        missing += [] if has_browser() else ["chromium"]
    if not missing:
        return
    with step("Installing " + ", ".join(missing)):
        installed = apt_install(missing)
    if not installed and dev and "chromium" in missing:
        _runs([PYTHON, "-m", "playwright", "install", "--with-deps", "chromium"])
    if not installed and (missing != ["chromium"] or not has_browser()):
        raise Stop(
            "This machine lacks: %s (so named on Debian and Ubuntu).\n"
            "Please install them, for instance with: sudo apt-get install %s\n"
            "%s" % (", ".join(missing), " ".join(missing), _end_of(_log("apt")))
        )


def has_browser():
    """Say whether there is a Chromium: the system's, or the one that Playwright downloads."""
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or os.path.expanduser("~/.cache/ms-playwright")
    return bool(any(map(shutil.which, BROWSERS)) or glob.glob(os.path.join(home, "chromium*")))


def apt_install(packages):
    """Install Debian packages where we may; say whether they are there now."""
    if not shutil.which("apt-get"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not (shutil.which("sudo") and _runs(["sudo", "-n", "true"])):
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]  # runlevel 1: no service starts by being installed
    install = root + quiet + ["apt-get", "install", "-y", "--no-install-recommends"] + packages
    return _logged(install, "apt") or (_logged(root + ["apt-get", "update"], "apt") and _logged(install, "apt"))


def _loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _with_sbin():
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/local/sbin"])


## RUNNING THINGS


def _output(command):
    """Return what a command prints, or nothing where it fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    except OSError:
        return ""
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def _runs(command):
    return _logged(command, "prepare")


def _logged(command, name):
    """Run a command with its words in a log; say whether it succeeded."""
    with open(_log(name), "ab") as log:
        try:
            return subprocess.call(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL) == 0
        except OSError:
            return False


def _quietly(command, name):
    if not _logged(command, name):
        raise Stop("This failed: %s\n%s" % (" ".join(command), _end_of(_log(name))))


def _log(name):
    return os.path.join(CACHE, name + ".log")


def _end_of(path):
    if not os.path.exists(path):
        return ""
    with open(path, errors="replace") as log:
        return "The end of %s:\n%s" % (os.path.relpath(path, ROOT), "".join(log.readlines()[-15:]))
