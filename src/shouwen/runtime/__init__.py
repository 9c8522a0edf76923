"""The only way from an event to the database: submit, ledger, clocks, tasks and outbox."""
