"""快捷回复: texts that are inserted instead of typed."""
