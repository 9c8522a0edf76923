"""The program shouwen: finds the command asked for and imports only what it needs."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

# Words of the command, then the module in shouwen.config.commands, in the order of the help.
COMMANDS = (
    ("rulebook check", "rulebook_check"),
    ("rulebook show", "rulebook_show"),
    ("rulebook diff", "rulebook_diff"),
    ("rulebook coverage", "rulebook_coverage"),
    ("rulebook publish", "rulebook_publish"),
    ("clock trace", "clock_trace"),
    ("import messages", "import_messages"),
    ("replay", "replay"),
    ("ledger verify", "ledger_verify"),
)
PACKAGE = "shouwen.config.commands"


class Command(Protocol):
    """What a module in shouwen.config.commands offers; its docstring is its help."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command: 0 done, 1 found something wrong, 2 not understood."""
    args = list(sys.argv[1:] if argv is None else argv)
    found = _find(args)
    if found is None:
        return _help(args)
    words, module_name = found
    command = cast("Command", import_module(f"{PACKAGE}.{module_name}"))
    parser = argparse.ArgumentParser(prog=f"shouwen {words}", description=command.__doc__)
    command.add_arguments(parser)
    try:
        return command.run(parser.parse_args(args[len(words.split()) :]))
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not complain of it at exit.
        sys.stdout = None
        return 0


def present() -> list[tuple[str, str]]:
    """The commands whose module is installed."""
    return [(words, name) for words, name in COMMANDS if find_spec(f"{PACKAGE}.{name}") is not None]


def _find(args: Sequence[str]) -> tuple[str, str] | None:
    for words, name in present():
        if args[: len(words.split())] == words.split():
            return words, name
    return None


def _help(args: Sequence[str]) -> int:
    asked = not args or args[0] in {"-h", "--help", "help"}
    out = sys.stdout if asked and args else sys.stderr
    if not asked:
        print(f"shouwen: there is no command '{' '.join(args[:2])}'.", file=out)
    print("Usage: shouwen COMMAND [options]; shouwen COMMAND --help explains one.\n\nCommands:", file=out)
    for words, name in present():
        print(f"  {words:<20} {_first_sentence(name)}", file=out)
    return 0 if asked and args else 2


def _first_sentence(name: str) -> str:
    text = import_module(f"{PACKAGE}.{name}").__doc__ or ""
    return text.strip().splitlines()[0] if text.strip() else ""


if __name__ == "__main__":
    raise SystemExit(main())
