"""Analysis A, notices: everything that goes out has somebody to receive it, by a way that can give what is asked."""

from shouwen.rulebook.check.sight import Sight, near
from shouwen.rulebook.model import Do, PaperRule, Who
from shouwen.rulebook.naming.called import code, listed, titled
from shouwen.rulebook.vocabulary import CHANNEL_TITLES, RECEIPT_CHANNELS


def check_notices(sight: Sight) -> None:
    """Tell notices and papers that reach nobody."""
    for where, do in sight.of_type(Do):
        if do.notify is not None:
            _notify(sight, where, do.notify)
        elif do.issue is not None:
            _issue(sight, where, do)
    for paper in sight.rulebook.papers.values():
        if paper.send is not None:
            _send(sight, paper)


def _lacking(sight: Sight, where: str, what_zh: str, what_en: str) -> None:
    sight.tell(
        "notice_without_receiver",
        where,
        f"{what_zh}没有收件人；请写明给谁。",
        f"{what_en} has no receiver; say to whom it goes.",
    )


def _notify(sight: Sight, where: str, people: tuple[Who, ...]) -> None:
    if not people:
        _lacking(sight, where, "通知", "The notice")
    for n, who in enumerate(people):
        above = who.superior_of.post if who.superior_of is not None else None
        post = sight.rulebook.posts.get(above or "")
        if post is not None and post.superior is None and who.otherwise is None:
            sight.tell(
                "notice_without_receiver",
                f"{where}.notify.{n}",
                f"通知发给{titled(post.title, post.name)}的上级，但这个岗位没有写上级；请在岗位写“上级”，或在这里写“无人时改由”。",
                f"The notice goes to the superior of '{post.name}', who has none; write `superior` or `otherwise`.",
            )


def _issue(sight: Sight, where: str, do: Do) -> None:
    paper = sight.rulebook.papers.get(do.issue or "")
    if paper is None or do.to or (paper.send is not None and paper.send.to) or paper.copies:
        return
    if paper.sort in ("notice", "letter", "decision"):
        _lacking(sight, where, f"文件{titled(paper.title, paper.name)}", f"The paper '{paper.name}'")


def _send(sight: Sight, paper: PaperRule) -> None:
    send, where = paper.send, f"{paper.name}.send"
    if send is None:
        return
    for via in send.via:
        if via not in CHANNEL_TITLES:
            zh, en = near(via, CHANNEL_TITLES, _way)
            sight.tell(
                "unknown_reference",
                where,
                f"没有{code(via)}这种送达方式{zh}",
                f"There is no way of sending '{via}'{en}",
            )
    if send.receipt is True and not set(send.via) & RECEIPT_CHANNELS:
        sight.tell(
            "notice_without_receiver",
            where,
            f"要求签收回执，但{listed(send.via, _way)}给不出回执；请加{listed(sorted(RECEIPT_CHANNELS), _way)}之一。",
            f"A receipt is asked for, but {', '.join(send.via)} can give none; add one of {', '.join(sorted(RECEIPT_CHANNELS))}.",
        )


def _way(name: str) -> str:
    return f"“{CHANNEL_TITLES[name]}”" if name in CHANNEL_TITLES else code(name)
