"""Whoever stands above a post learns that its only holder goes, with how much work waits there, while it can still be filled."""

from shouwen.cases.queries.alone import alone
from shouwen.people.listeners import PostGivenUp
from shouwen.people.snapshot import TOP_ZONE, end_of_day
from shouwen.runtime.telling import tell

VACANT = "post.vacant"


def tell_of_vacancy(given_up: PostGivenUp) -> None:
    """Once, when the last day is set; nothing where a colleague holds the post as well."""
    since = end_of_day(given_up.last_day, TOP_ZONE)
    for one in alone(given_up.person, [(given_up.post, given_up.unit)], since=since, now=given_up.at):
        day = f"{given_up.last_day.month}月{given_up.last_day.day}日"
        waits = f"岗位上有 {one.tasks} 件待办" if one.tasks else "岗位上现在没有待办"
        text = f"{one.title} · {one.unit_name} {day}之后没有人，{waits}"
        tell(persons=one.above, kind=VACANT, text=text, at=given_up.at)
