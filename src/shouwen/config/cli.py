"""The program shouwen: finds the command asked for and imports only what it needs."""

import argparse
import ast
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from shouwen.config.environment import SettingIsWrong

PACKAGE = "shouwen.config.commands"
HELP = ("-h", "--help", "help")


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of a command, its module in shouwen.config.commands, and whether it works on the database."""

    words: str
    module: str
    on_database: bool = False

    def is_present(self) -> bool:
        return find_spec(f"{PACKAGE}.{self.module}") is not None


# In the order of the help.
COMMANDS = (
    Entry("rulebook check", "rulebook_check"),
    Entry("rulebook show", "rulebook_show"),
    Entry("rulebook diff", "rulebook_diff"),
    Entry("rulebook coverage", "rulebook_coverage"),
    Entry("rulebook stories", "rulebook_stories"),
    Entry("rulebook read", "rulebook_read"),
    Entry("rulebook export", "rulebook_export", on_database=True),
    Entry("rulebook import", "rulebook_import", on_database=True),
    Entry("rulebook publish", "rulebook_publish", on_database=True),
    Entry("clock trace", "clock_trace"),
    Entry("import messages", "import_messages", on_database=True),
    Entry("replay", "replay", on_database=True),
    Entry("ledger verify", "ledger_verify", on_database=True),
)


class Command(Protocol):
    """What a module in shouwen.config.commands offers; its docstring is its help."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command: 0 done, 1 found something wrong, 2 not understood."""
    try:
        code = _answer(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _answer(args: Sequence[str]) -> int:
    entry = _find(args)
    if entry is None:
        return _help(args)
    rest = args[len(entry.words.split()) :]
    return _on_database(entry, rest) if entry.on_database else _run(entry, rest)


def _on_database(entry: Entry, rest: Sequence[str]) -> int:
    """Django and the database are there before the module is imported; a pure command never waits for them."""
    launch = "shouwen.config.launch"
    try:
        with import_module(f"{launch}.opened").opened():
            installation = import_module(f"{launch}.installation")
            installation.start_django()
            installation.migrate()
            return _run(entry, rest)
    except (import_module(f"{launch}.process").CannotStart, SettingIsWrong) as error:
        print(f"shouwen: {error}", file=sys.stderr)
        return 1


def _run(entry: Entry, rest: Sequence[str]) -> int:
    command = cast("Command", import_module(f"{PACKAGE}.{entry.module}"))
    parser = argparse.ArgumentParser(prog=f"shouwen {entry.words}", description=command.__doc__)
    command.add_arguments(parser)
    return command.run(parser.parse_args(rest))


def _find(args: Sequence[str]) -> Entry | None:
    for entry in COMMANDS:
        words = entry.words.split()
        if args[: len(words)] == words and entry.is_present():
            return entry
    return None


def _help(args: Sequence[str]) -> int:
    """Of everything, or of the commands that begin with the words before --help."""
    asked = bool(args) and args[-1] in HELP
    group = " ".join(args[:-1]) if asked else ""
    shown = [entry for entry in COMMANDS if entry.is_present() and f"{entry.words} ".startswith(f"{group} ".lstrip())]
    if asked and not shown:
        return _help(args[:-1])
    out = sys.stdout if asked else sys.stderr
    if args and not asked:
        print(f"shouwen: there is no command '{' '.join(args[:2])}'.", file=out)
    print("Usage: shouwen COMMAND [options]; shouwen COMMAND --help explains one.\n\nCommands:", file=out)
    for entry in shown or COMMANDS:
        if entry.is_present():
            print(f"  {entry.words:<20} {_first_sentence(entry)}", file=out)
    return 0 if asked else 2


def _first_sentence(entry: Entry) -> str:
    """Read, not imported: some modules need a database before they can be."""
    spec = find_spec(f"{PACKAGE}.{entry.module}")
    source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


if __name__ == "__main__":
    raise SystemExit(main())
