"""What the browser gets: bundled once, addressed by its content, with Node from the packages where there is none."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client

from shouwen.config.launch.bundle import DIST, _tools, build_bundle


@pytest.fixture(scope="module", autouse=True)
def _bundle() -> None:
    build_bundle()


def test_a_bundle_that_is_there_is_not_built_again() -> None:
    before = (DIST / "app.js").stat().st_mtime_ns
    build_bundle()
    assert (DIST / "app.js").stat().st_mtime_ns == before


def test_node_comes_with_the_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    node, npm = _tools()
    for command in ([str(node)], npm):
        said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
        assert re.match(r"v?\d+\.", said)


def test_a_node_too_old_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v16.20.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert tmp_path not in _tools()[0].parents


def test_a_browser_may_keep_a_file_as_its_address_changes_with_it(client: Client) -> None:
    address = static("dist/app.js")
    assert re.search(r"/static/dist/app\.js\?v=[0-9a-f]{10}$", address)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert b"".join(answer) == (DIST / "app.js").read_bytes()


def test_it_goes_out_compressed(client: Client) -> None:
    answer = client.get(static("dist/app.css"), headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer)) == (DIST / "app.css").read_bytes()
