"""Takes the word given to ./run to the function that does it, and tells failures in one sentence."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from shouwen.config.environment import SettingIsWrong
from shouwen.config.launch import backup, checks, commands, serve
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.terminal import say

WORDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": partial(serve.main, demo=True),
    "serve": partial(serve.main, demo=False),
    "worker": commands.worker,
    "manage": commands.manage,
    "tour": commands.tour,
    "bench": commands.bench,
    "backup": backup.backup,
    "restore": backup.restore,
    "reset": commands.reset,
    "check": checks.check,
    "test": checks.test,
}


def main() -> int:
    try:
        return WORDS[sys.argv[1]](sys.argv[2:])
    except (CannotStart, SettingIsWrong) as error:
        say(f"run: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
