"""What a Chinese sentence about a rulebook may not contain: words of the language itself, and values as they are written."""

import re

from shouwen.rulebook.model import Problem

# A code that nobody gave a title stands in 「」; files, clauses and what a person typed in Chinese quotes stay as they are.
_ALLOWED = re.compile(r"「[^」]*」|[A-Z]+-[0-9A-Za-z.]+|[\w./-]+\.ya?ml|YAML|UTF-8|ISO")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# About how a file is written: only somebody who writes the file meets them, and they name what stands there.
OF_THE_FILE = frozenset(
    {
        "yaml_syntax", "yaml_too_much", "wrong_document", "second_header", "unreadable_file", "no_file", "no_header",
        "wrong_key", "duplicate_key", "unknown_kind", "duplicate_name",
    }
)  # fmt: skip


def foreign(sentence: str) -> list[str]:
    """The Latin words of a Chinese sentence that are neither names of files or clauses nor codes in 「」."""
    return _LATIN.findall(_ALLOWED.sub("", sentence))


def plain(problem: Problem) -> bool:
    return problem.code in OF_THE_FILE or not foreign(problem.message)
