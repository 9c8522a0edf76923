"""Writes what a transaction decided: the same few statements for one decision or for a thousand."""

from shouwen.runtime import registry
from shouwen.runtime.work import Work
from shouwen.runtime.writer.clocks import write_clocks
from shouwen.runtime.writer.findings import write_findings
from shouwen.runtime.writer.ledger import write_ledger
from shouwen.runtime.writer.notices import write_notices
from shouwen.runtime.writer.signals import send_signals
from shouwen.runtime.writer.tasks import write_tasks


def write(work: Work) -> None:
    """Everything but the outside world, which the outbox reaches after the commit."""
    entries = work.entries
    if not entries:
        return
    write_ledger(entries)
    clocks = write_clocks(entries)
    write_tasks(entries, clocks)
    write_findings(entries)
    registry.project(entries)
    registry.carry_out(entries)
    write_notices(entries)
    send_signals(entries)
