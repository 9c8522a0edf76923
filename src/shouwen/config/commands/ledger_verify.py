"""Goes through the whole ledger and reports every row that was changed, removed, inserted or reordered."""

import argparse
import json

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    parser.add_argument(
        "--fold", action="store_true", help="also make the state of every case anew from its log (slower)"
    )


def run(args: argparse.Namespace) -> int:
    """0 when the ledger is whole, 1 when it is not."""
    django.setup()
    from shouwen.runtime.verify import Tally, verify  # noqa: PLC0415  # tables exist only after the set-up

    tally = Tally()
    faults = list(verify(tally, fold_again=args.fold))
    if args.json:
        found = [
            {"kind": fault.kind, "subject": fault.subject, "seq": fault.seq, "message": fault.message}
            for fault in faults
        ]
        print(
            json.dumps(
                {"rows": tally.rows, "subjects": tally.subjects, "seals": tally.seals, "faults": found}, indent=2
            )
        )
        return 1 if faults else 0
    for fault in faults:
        print(f"{fault.kind}: {fault.message}")
    counted = f"{tally.rows} rows of {tally.subjects} subjects under {tally.seals} seals"
    print(f"{counted}: {len(faults)} faults found." if faults else f"{counted}: the ledger is whole.")
    return 1 if faults else 0
