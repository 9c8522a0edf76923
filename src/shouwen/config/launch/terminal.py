"""What the launcher tells the person who started it; standard output is left to the commands."""

import sys


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
