"""What a move to another edition would change for a running case, or why it cannot go over, in the reader's words."""

from typing import Any

from django.utils.translation import gettext as _

from shouwen.authoring.moving import Outlook
from shouwen.rulebook import words
from shouwen.rulebook.model import Rulebook
from shouwen.web.ui.words import chinese

CHANGES = {
    "moved": ("时限改到", "is-todo"),
    "gone": ("时限取消", "is-kept"),
    "new": ("新增时限", "is-todo"),
    "late": ("随即超时", "is-late"),
}
WORDS = {
    "step": "新版本没有环节“%(name)s”；请先办完它，或为它指定新环节",
    "step_used": "环节“%(name)s”这件事项已经走过，不能对应到它",
    "procedure": "新版本没有流程“%(name)s”",
    "post": "新版本没有岗位“%(name)s”，任务无人可接",
    "state": "事项已办结",
    "edition": "事项已换到 %(name)s",
}


def lacking(lack: str, book: Rulebook, procedure: str = "") -> str:
    """A key as the engine gives it, `step:work`, as a sentence; the titles are those of the older edition."""
    sort, _colon, name = lack.partition(":")
    return _(WORDS[sort]) % {"name": _title(sort, name, book, procedure)} if sort in WORDS else lack


def told(outlook: Outlook, book: Rulebook, procedure: str = "") -> dict[str, Any]:
    """What a move would change for one case, or why it cannot."""
    return {
        "lacks": [lacking(lack, book, procedure) for lack in outlook.lacks],
        "clocks": [(_(CHANGES[one.sort][0]), CHANGES[one.sort][1], one) for one in outlook.clocks],
    }


def _title(sort: str, name: str, book: Rulebook, procedure: str) -> str:
    if sort == "post" and name in book.posts:
        return book.posts[name].title or name
    if sort == "procedure" and name in book.case_types:
        return book.case_types[name].title or name
    known = [book.case_types[procedure]] if procedure in book.case_types else list(book.case_types.values())
    found = next((one.steps[name] for one in known if name in one.steps), None)
    return words.label(found.title, name, book, "zh" if chinese() else "en") if found and sort == "step" else name
