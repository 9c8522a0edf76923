"""Issued papers and added files, fetched, received and signed by those who may see the case."""
