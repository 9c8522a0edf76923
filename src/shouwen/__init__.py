"""Shouwen 首问 runs a written service rulebook: cases, clocks, duties and their evidence."""
