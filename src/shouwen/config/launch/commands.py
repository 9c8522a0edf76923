"""What ./run can do besides serving: one function for each of its words."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

from shouwen.config.launch import installation
from shouwen.config.launch.bundle import build_bundle
from shouwen.config.launch.opened import opened, thrown_away, var_folder
from shouwen.config.launch.postgres import THROW_AWAY, Server
from shouwen.config.launch.prepare import WORKER_COMMAND
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.terminal import say


def manage(argv: Sequence[str]) -> int:
    """Django's own commands, on this installation's database; those of this program find every table there."""
    with opened():
        installation.start_django()
        management = import_module("django.core.management")
        if argv and _is_ours(argv[0], management.get_commands()):
            installation.migrate()
        management.execute_from_command_line(["./run manage", *argv])
    return 0


def _is_ours(command: str, known: Mapping[str, object]) -> bool:
    """Django's own, such as migrate and showmigrations, have to find the tables as they are."""
    return str(known.get(command, "")).startswith("shouwen.")


def worker(argv: Sequence[str]) -> int:
    """One more worker, on a database that is already being served."""
    return manage([WORKER_COMMAND, *argv])


def tour(argv: Sequence[str]) -> int:
    """One complaint from the call to the archive, in a database that is thrown away."""
    return _in_new_database("shouwen.config.tour", argv, THROW_AWAY)


def bench(argv: Sequence[str]) -> int:
    """Measures on a new database with the durability of a real one."""
    build_bundle()
    return _in_new_database("shouwen.config.bench.run", argv, ())


def _in_new_database(module: str, argv: Sequence[str], options: Sequence[str]) -> int:
    if find_spec(module) is None:
        raise CannotStart(f"This edition of Shouwen has no {module.replace('.', '/')}.py yet.")
    with thrown_away(options=options):
        installation.start_django(demo=True)
        installation.migrate()
        return int(import_module(module).main(list(argv)))


def reset(argv: Sequence[str]) -> int:
    """Removes the database, files and letters of this installation; its environment stays."""
    server = Server(var_folder() / "pg")
    doomed = [server.folder, server.data, *(var_folder() / name for name in ("files", "mail"))]
    there = [folder for folder in dict.fromkeys(doomed) if folder.exists()]
    if not there:
        say("There is nothing to remove.")
        return 0
    say("This removes for good:\n" + "\n".join(f"  {folder}" for folder in there))
    if "--yes" not in argv and not _agreed():
        say("Nothing was removed.")
        return 1
    if server.is_running():
        raise CannotStart("The database is open in another ./run: stop that one first.")
    for folder in there:
        shutil.rmtree(folder, ignore_errors=True)
    say("Removed.")
    return 0


def _agreed() -> bool:
    say("Type yes to go on:")
    return sys.stdin.readline().strip().lower() == "yes"
