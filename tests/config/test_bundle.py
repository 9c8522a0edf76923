"""What the browser gets: bundled once, addressed by its content, with Node from the packages where there is none."""

import gzip
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client
from whitenoise import WhiteNoise

from shouwen.config.launch.bundle import ASSETS, DIST, PATIENCE, ROOT, _tools, build_bundle
from shouwen.config.static_files import bundled

DAY = 24 * 60 * 60


@pytest.fixture(scope="module", autouse=True)
def _bundle() -> None:
    build_bundle()


def test_a_bundle_that_is_there_is_not_built_again() -> None:
    before = (DIST / "manifest.json").stat().st_mtime_ns
    build_bundle()
    assert (DIST / "manifest.json").stat().st_mtime_ns == before


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


def test_without_a_network_nobody_waits_for_long(tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    env = {**os.environ, "npm_config_registry": "http://127.0.0.1:1", "npm_config_cache": str(tmp_path / "cache")}
    command = [*_tools()[1], "ci", "--ignore-scripts", *PATIENCE]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=40, check=False)
    assert done.returncode != 0
    assert "ECONNREFUSED" in done.stderr


def test_a_browser_may_keep_a_file_as_its_address_changes_with_it(client: Client) -> None:
    address = static("dist/app.js")
    assert re.search(r"/static/dist/app-[0-9A-Z]{8}\.js$", address)
    assert re.search(r"/static/mark\.svg\?v=[0-9a-f]{10}$", static("mark.svg"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert b"".join(answer) == (DIST / bundled("app.js")).read_bytes()


def test_it_goes_out_compressed(client: Client) -> None:
    answer = client.get(static("dist/app.css"), headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer)) == (DIST / bundled("app.css")).read_bytes()


def test_a_running_server_serves_whole_files_whatever_is_bundled_meanwhile(tmp_path: Path) -> None:
    assets, dist = tmp_path / "assets", tmp_path / "dist"
    shutil.copytree(ASSETS, assets)
    bundle(assets, dist)
    server = WhiteNoise(nothing, root=dist)
    before = names(dist)
    (assets / "app.css").write_text((assets / "app.css").read_text() + "\n.another { color: red }\n")
    bundle(assets, dist)
    after = names(dist)
    assert after["app.css"] != before["app.css"]
    assert after["app.js"] == before["app.js"]
    for name in before.values():
        length, body = fetched(server, f"/{name}")
        assert length == len(body) > 0
    assert b".another" not in fetched(server, f"/{before['app.css']}")[1]
    assert b".another" in fetched(WhiteNoise(nothing, root=dist), f"/{after['app.css']}")[1]


def test_only_what_no_server_can_still_need_is_cleared_away(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    for name, age in (("app-OLD.js", 70 * DAY), ("app-NEW.js", DAY)):
        (dist / name).write_text("x")
        os.utime(dist / name, (time.time() - age,) * 2)
    bundle(ASSETS, dist)
    assert not (dist / "app-OLD.js").exists()
    assert (dist / "app-NEW.js").exists()


def bundle(assets: Path, dist: Path) -> None:
    subprocess.run([str(_tools()[0]), "bundle.mjs", str(assets), str(dist)], cwd=ROOT, check=True, capture_output=True)


def names(dist: Path) -> dict[str, str]:
    return dict(json.loads((dist / "manifest.json").read_text()))


def nothing(environ: object, start_response: Callable[..., object]) -> list[bytes]:
    start_response("404 Not Found", [])
    return []


def fetched(server: WhiteNoise, path: str) -> tuple[int, bytes]:
    """The length that is announced, and what comes."""
    told: dict[str, str] = {}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": ""}
    with closing(server(environ, lambda _, headers: told.update(headers))) as answer:
        body = b"".join(answer)
    return int(told["Content-Length"]), body
