"""Starts an installation: database, pages and worker, for real work or as a demonstration."""

import argparse
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from shouwen.config.environment import Environment
from shouwen.config.launch.bundle import build_bundle
from shouwen.config.launch.opened import opened, var_folder
from shouwen.config.launch.prepare import WORKER_COMMAND, Prepared, Way, prepare
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.supervise import Part, run_until_stopped
from shouwen.config.launch.terminal import say

A_LINE = 6
SEVERAL = 3
NOT_REAL = (
    "This is a demonstration database with public passwords, not one for real work. For real work: ./run serve with SHOUWEN_VAR naming "
    "an empty folder, then ./run manage found there."
)
ALL_ADDRESSES = frozenset({"0.0.0.0", "::"})  # noqa: S104  # compared with, not listened on


def main(argv: Sequence[str], *, demo: bool) -> int:
    """Returns when the installation was told to stop."""
    args = _arguments(argv, demo=demo)
    if demo:
        # A wrong one is told at every start, not only by the start that makes the cases.
        Environment().demo_share()
    with _listening(args.host, args.port) as listener:
        _keep_what_is_compiled()
        build_bundle()
        with opened(to_serve=True) as server:
            prepared = prepare(demo=demo, empty=args.empty)
            os.environ["SHOUWEN_DEMO"] = "1" if prepared.is_demo else "0"
            parts = [_web(listener, args), *([_worker()] if prepared.has_worker else [])]
            port = listener.getsockname()[1]
            run_until_stopped(
                parts,
                server=server,
                when_started=lambda: print(closing_line(args.host, port, prepared), flush=True),
                is_ready=lambda: _answers(args.host, port),
            )
            say("Stopping …")
    return 0


def _keep_what_is_compiled() -> None:
    """Where code may not keep what Python compiles of it beside itself, the installation does: half a second of every process."""
    if sys.dont_write_bytecode or not os.access(Path(__file__).parent, os.W_OK):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(var_folder() / "python"))


def _arguments(argv: Sequence[str], *, demo: bool) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"./run {'demo' if demo else 'serve'}", description=__doc__)
    parser.add_argument("--host", default=os.environ.get("SHOUWEN_HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument("--port", type=int, default=_port_given(), help="0 takes a free one")
    parser.add_argument("--processes", type=int, default=2, help="web processes")
    parser.add_argument("--threads", type=int, default=200, help="requests and open streams of one web process")
    if demo:
        parser.add_argument("--empty", action="store_true", help="a demonstration without the company")
    parser.set_defaults(empty=False)
    return parser.parse_args(argv)


def _port_given() -> int:
    text = os.environ.get("SHOUWEN_PORT", "8000")
    if not text.isdecimal():
        raise CannotStart(f"SHOUWEN_PORT is '{text}': give a number from 0 to 65535.")
    return int(text)


def _listening(host: str, port: int) -> socket.socket:
    """Taken before anything is made, and handed to the web server as it is: nobody can come in between."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({error}): stop the program that has it, or choose another with --port."
        ) from error
    return listener


def _web(listener: socket.socket, args: argparse.Namespace) -> Part:
    command = [sys.executable, "-m", "gunicorn", "shouwen.config.wsgi", "--bind", f"fd://{listener.fileno()}"]
    command += [
        "--worker-class",
        "shouwen.config.answering.Worker",
        "--workers",
        str(args.processes),
        "--threads",
        str(args.threads),
    ]
    # The code is loaded once and shared by the processes that fork from it.
    command += ["--preload", "--timeout", "120", "--graceful-timeout", "5", "--keep-alive", "15"]
    command += ["--no-control-socket", "--log-level", "warning"]
    hosts = {args.host} - ALL_ADDRESSES
    env = {**os.environ}
    if hosts and "SHOUWEN_HOSTS" not in env:
        env["SHOUWEN_HOSTS"] = ",".join(sorted(hosts | {"localhost", "127.0.0.1", "[::1]"}))
    return Part("web", command, env, var_folder() / "log" / "web.log", keep_open=[listener.fileno()])


def _worker() -> Part:
    command = [sys.executable, "-m", "django", WORKER_COMMAND]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "shouwen.config.settings"}
    return Part("worker", command, env, var_folder() / "log" / "worker.log")


def _answers(host: str, port: int) -> bool:
    near = "127.0.0.1" if host in ALL_ADDRESSES else host
    request = urllib.request.Request(f"http://{f'[{near}]' if ':' in near else near}:{port}/alive")
    request.add_header("Host", "localhost")
    try:
        # No proxy stands between this machine and itself.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5):
            return True
    except urllib.error.HTTPError:
        # It answers, if only to say that the address is not its own.
        return True
    except (urllib.error.URLError, OSError):
        return False


def closing_line(host: str, port: int, prepared: Prepared) -> str:
    """Where it runs; of a demonstration also who signs in, or what to do while it is empty."""
    shown = f"[{host}]" if ":" in host else host
    line = f"Shouwen 首问 is running at http://{shown}:{port}/ (Ctrl-C stops it)."
    if not prepared.is_demo:
        return line
    if prepared.is_empty:
        return f"{line} {_next_step(prepared.sign_ins)}\n{NOT_REAL}"
    ways = prepared.sign_ins
    if not ways:
        return f"{line}\n{NOT_REAL}"
    passwords = " or ".join(sorted({way.password for way in ways}))
    return "\n".join([f"{line} Password of these sign-ins: {passwords}", *_table(ways), NOT_REAL])


def _table(ways: Sequence[Way]) -> list[str]:
    """A line for each company, more where many sign in; those of one role stand together."""
    companies: dict[str, dict[str, list[str]]] = {}
    for way in ways:
        companies.setdefault(way.company, {}).setdefault(way.role, []).append(way.username)
    return [
        f"  {f'{company}: ' if company else ''}{', '.join(some)}" if first else f"    {', '.join(some)}"
        for company, roles in companies.items()
        for first, some in _by_line([f"{role} {_together(names)}" for role, names in roles.items()])
    ]


def _together(names: Sequence[str]) -> str:
    """Those of one role count on: the first, the second and the last tell the others."""
    return " ".join(names) if len(names) <= SEVERAL else f"{names[0]} {names[1]} … {names[-1]}"


def _by_line(names: Sequence[str]) -> Iterator[tuple[bool, Sequence[str]]]:
    for start in range(0, len(names), A_LINE):
        yield start == 0, names[start : start + A_LINE]


def _next_step(ways: Sequence[Way]) -> str:
    entry = f" as {ways[0].role} {ways[0].username}, password {ways[0].password}" if ways else ""
    if len(ways) > 1:
        entry += f" ({', '.join(way.username for way in ways[1:])} agrees to what is published)"
    return (
        f"There is no company yet: sign in{entry}; the pages lead from its name to the first case. "
        "A larger one is loaded from a file, as docs/recipes/set-up-a-company.md tells."
    )
