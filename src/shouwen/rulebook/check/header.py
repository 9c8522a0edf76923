"""Analysis A, the header: code and edition make the key by which cases, addresses and archives find the rulebook."""

import re

from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.naming.called import code

CODE = re.compile(r"[A-Z]{1,20}")
EDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


def check_header(sight: Sight) -> None:
    """Tell a code or an edition id that no address can hold."""
    header = sight.rulebook.header
    if not CODE.fullmatch(header.rulebook):
        sight.tell(
            "bad_code",
            "header.rulebook",
            f"{code(header.rulebook[:60])}不能用作制度代号；请用 1 到 20 个大写字母，如「SHOP」。",
            f"'{header.rulebook[:60]}' cannot be the code of a rulebook; use 1 to 20 capital letters, as SHOP.",
        )
    if not EDITION.fullmatch(header.edition.id):
        sight.tell(
            "bad_edition_id",
            "header.edition.id",
            f"{code(header.edition.id[:60])}不能用作版本号；请用字母、数字、“.”“-”“_”，以字母或数字开头，最多 40 个，如 2027 或 2027-01。",
            f"'{header.edition.id[:60]}' cannot be an edition id; use letters, digits, '.', '-' and '_', beginning with a letter or digit, "
            "at most 40, as 2027 or 2027-01.",
        )
