"""工作日历: the nation's days month by month, changed by a click, and the yearly notice read in."""
