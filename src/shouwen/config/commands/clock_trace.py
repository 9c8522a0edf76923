"""Read a clock at an instant: due, used, remaining, late; for previews and support."""

import argparse
import json
import sys
from pathlib import Path

from shouwen.engine.trace import TraceError
from shouwen.engine.trace_input import trace

LONGEST = 600  # characters of a refusal
HELP = """\
input, one object or a list of them:
  {"calendar": {"timezone": "Asia/Shanghai",
                "week": {"mon": [["09:00", "12:00"], ["13:30", "18:00"]], "fri": [["22:00", "06:00"]]},
                "days": {"2026-10-01": [], "2026-10-10": [["09:00", "18:00"]]}},
   "limit": {"within": "PT4H"},
   "from": "2026-09-30T16:00:00+08:00",
   "events": [{"at": "2026-09-30T17:00:00+08:00", "type": "pause"}],
   "at": "2026-10-08T10:00:00+08:00"}

calendar
  A weekday left out is off. A window may end at 24:00; one that ends before it starts runs past midnight and belongs to
  the day it starts on. "days" replace the weekday: [] is a day off. "always": true in place of "week" never closes.
limit.within
  PT4H, PT30M, P1D            open time: hours, minutes and seconds inside the windows; P1D is 24 open hours, P1W 168
  '3 working days' (or 3wd)   ends with the last window of the third working day after the day of the start
  '2 working hours' (2wh)     open time, as PT2H
  '2 days', '1 month' (2d)    civil time: the day of the start is left out, the last day ends at midnight
  '24 hours' (24h)            elapsed time, day and night
events
  pause, resume, stop, in any order; those after "at" have not happened yet. A pause takes its time out of the limit; of
  days it takes out those that end while the clock is paused.

output, in the same form:
  due                (none while paused)
  used_seconds, remaining_seconds, late_seconds
                     open time for PT… and working limits, elapsed time for all others
  state              running, paused, met (stopped no later than due), breached (past due, or stopped late)

What cannot be read is refused with its place on standard error, and exit code 2. In a list all other clocks are answered
all the same: in the place of one that cannot be read stands {"error": "..."}, and standard error names it by its index.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = HELP
    parser.add_argument("file", metavar="FILE.json", help="a JSON file, or - for standard input")


def run(args: argparse.Namespace) -> int:
    """0 with the answer on standard output, or 2 with the reason on standard error; of a list the rest is answered."""
    source = "standard input" if args.file == "-" else args.file
    try:
        raw = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
        answer = trace(_parsed(raw))
    except OSError as refused:
        return _refuse(f"{source} cannot be read: {refused.strerror}.")
    except RecursionError:
        return _refuse(f"{source} is nested too deep.")
    except UnicodeDecodeError:
        return _refuse(f"{source} is not UTF-8 text.")
    except json.JSONDecodeError as refused:
        return _refuse(f"{source} is not JSON: {refused.msg} at line {refused.lineno}, column {refused.colno}.")
    except TraceError as refused:
        return _refuse(f"{refused}.")
    except ValueError as refused:
        return _refuse(f"{source} is not JSON: {refused}.")
    errors = _errors(answer)
    for i, entry in errors.items():
        _refuse(f"[{i}]: {entry['error']}.")
        entry["error"] = _shown(entry["error"])
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 2 if errors else 0


def _errors(answer: object) -> dict[int, dict[str, str]]:
    """The clocks of a list that could not be read, by their index."""
    listed = answer if isinstance(answer, list) else ()
    return {i: entry for i, entry in enumerate(listed) if "error" in entry}


def _parsed(raw: bytes) -> object:
    return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TraceError("written twice in one object", twice)
    return entries


def _refuse(sentence: str) -> int:
    print(f"shouwen clock trace: {_shown(sentence)}", file=sys.stderr)
    return 2


def _shown(sentence: str) -> str:
    """The input is quoted in it: whatever that holds, it is one line that every terminal can show."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in sentence[:LONGEST])
