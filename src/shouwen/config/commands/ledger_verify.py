"""Goes through the whole ledger and reports every row that was changed, removed, inserted or reordered."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import django

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shouwen.runtime.verify import Fault, Tally

Seal = TypeVar("Seal")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    parser.add_argument(
        "--fold", action="store_true", help="also make the state of every case anew from its log (slower)"
    )
    parser.add_argument(
        "--seal",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a letter or file with seals that were sent outside; - reads standard input; may be repeated",
    )


def run(args: argparse.Namespace) -> int:
    """0 when the ledger is whole, 1 when it is not, 2 when a seal cannot be read."""
    django.setup()
    from shouwen.runtime.anchors import read_seals  # noqa: PLC0415  # tables exist only after the set-up
    from shouwen.runtime.verify import Tally, verify, verify_against  # noqa: PLC0415

    tally = Tally()
    try:
        sent = {seal.line(): seal for path in args.seal for seal in _known(list(read_seals(_text(path))), path)}
    except (OSError, ValueError) as error:
        print(f"shouwen: {error}", file=sys.stderr)
        return 2
    faults = [*verify(tally, fold_again=args.fold), *verify_against(sent.values())]
    report = _as_json if args.json else _in_sentences
    print(report(tally, len(sent), faults))
    return 1 if faults else 0


def _as_json(tally: "Tally", sent: int, faults: "Sequence[Fault]") -> str:
    found = [
        {"kind": fault.kind, "subject": fault.subject, "seq": fault.seq, "message": fault.message} for fault in faults
    ]
    counted = {"rows": tally.rows, "subjects": tally.subjects, "seals": tally.seals, "sent": sent}
    return json.dumps({**counted, "faults": found}, indent=2)


def _in_sentences(tally: "Tally", sent: int, faults: "Sequence[Fault]") -> str:
    counted = f"{tally.rows} rows of {tally.subjects} subjects under {tally.seals} seals"
    counted += f", against {sent} seals from outside" if sent else ""
    last = f"{counted}: {len(faults)} faults found." if faults else f"{counted}: the ledger is whole."
    return "\n".join((*(f"{fault.kind}: {fault.message}" for fault in faults), last))


def _text(path: Path) -> str:
    return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8", errors="replace")


def _known(seals: list[Seal], path: Path) -> list[Seal]:
    """A file without a seal proves nothing, and must not look as if it did."""
    if not seals:
        raise ValueError(f"{path} holds no line that begins with SHOUWEN-SEAL: give the letter or file that was sent.")
    return seals
