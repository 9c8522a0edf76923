"""Analysis A, posts: whether somebody can hold each post that a rule names, and whom an exclusion leaves."""

from collections.abc import Mapping

from shouwen.rulebook.check.sight import Sight, StepAt, near
from shouwen.rulebook.check.written import Written
from shouwen.rulebook.model import PostRule, Who
from shouwen.rulebook.naming.called import code, listed, titled
from shouwen.rulebook.naming.names import name_of


def check_posts(sight: Sight, held: Mapping[str, int] | None) -> None:
    """Tell posts that nobody can hold, and choices of people that are empty."""
    used: dict[str, str] = {}
    written = Written(sight)
    for where, who in sight.of_type(Who):
        _scope(sight, written, where, who)
        if who.post is not None:
            used.setdefault(who.post, where)
        _left(sight, where, who)
        _above(sight, where, who)
    for name, where in used.items():
        _holdable(sight, name, where, held)
    for post in sight.rulebook.posts.values():
        _unit(sight, post)
        _chain(sight, post, "includes")
        _chain(sight, post, "superior")


def _tell(sight: Sight, where: str, zh: str, en: str) -> None:
    sight.tell("unheld_post", where, zh, en)


def _scope(sight: Sight, written: Written, where: str, who: Who) -> None:
    """A unit or a person looked up in a fact that nobody fills yields nobody."""
    paths = [path for path in (who.at, who.unit, who.from_fact) if path is not None and path != "each"]
    for path in paths:
        if written.writers(path) == [] and not _says(sight, path):
            zh, en = near(path, {known for known in written.known if known != path}, sight.called.fact)
            _tell(
                sight,
                where,
                f"范围{sight.called.fact(path)}没有人填写，所以找不到人{zh}",
                f"Nobody fills the scope '{path}', so it yields nobody{en}",
            )


def _says(sight: Sight, path: str) -> bool:
    """Whether a table's rows say it: an approver may come from a decision."""
    table, _, key = path.rpartition(".")
    tables = [sight.rulebook.tables[table]] if table in sight.rulebook.tables else sight.rulebook.tables.values()
    return any(key in row.then or key in found.defaults for found in tables for row in found.rows)


def _holdable(sight: Sight, name: str, where: str, held: Mapping[str, int] | None) -> None:
    post = sight.rulebook.posts.get(name)
    if post is None:
        if not sight.untyped(name):
            zh, en = near(name, sight.rulebook.posts, sight.called.post)
            _tell(sight, where, f"没有设{code(name)}这个岗位{zh}", f"There is no post '{name}'{en}")
    elif post.count is not None and post.count.value == 0 and not _included(sight, name):
        _tell(
            sight,
            name,
            f"岗位{titled(post.title, post.name)}编制为 0，却要做事（{sight.called.place(where)}）；请写明人数，或换一个岗位。",
            f"The post '{name}' has a headcount of 0 but has work to do ({where}); give it people or name another post.",
        )
    elif held is not None and not any(held.get(other) for other in (name, *_included(sight, name))):
        _tell(
            sight,
            name,
            f"岗位{titled(post.title, post.name)}目前无人担任，却要做事（{sight.called.place(where)}）；请先任命。",
            f"Nobody holds the post '{name}' although it has work to do ({where}); appoint somebody first.",
        )


def _included(sight: Sight, name: str) -> tuple[str, ...]:
    """Posts with people whose duties include this one's, over any number of posts."""
    found: list[str] = []
    ahead = [name]
    while ahead:
        below = ahead.pop()
        for post in sight.rulebook.posts.values():
            if below in post.includes and post.name not in found and post.name != name:
                found.append(post.name)
                ahead.append(post.name)
    return tuple(other for other in found if _count(sight, other) != 0)


def _count(sight: Sight, name: str) -> int | None:
    count = sight.rulebook.posts[name].count
    return count.value if count is not None else None


def _above(sight: Sight, where: str, who: Who) -> None:
    """The superior of a post that has none; what goes out to such a superior is told as a notice."""
    below = sight.rulebook.posts.get(who.superior_of.post or "") if who.superior_of is not None else None
    if below is not None and below.superior is None and who.otherwise is None and ".notify." not in where:
        _tell(
            sight,
            where,
            f"{titled(below.title, below.name)}没有写上级，找不到人；请在岗位写“上级”，或在“无人时改由”写明由谁接手。",
            f"The post '{below.name}' has no superior, so nobody is found; write `superior`, or name somebody with `otherwise`.",
        )


def _unit(sight: Sight, post: PostRule) -> None:
    kinds = sight.rulebook.header.unit_kinds
    if post.unit is not None and kinds and post.unit not in kinds:
        zh, en = near(post.unit, kinds, lambda name: f"“{kinds[name]}”")
        _tell(
            sight,
            f"{post.name}.unit",
            f"总则的单位种类里没有{code(post.unit)}，所以没有人能担任{titled(post.title, post.name)}{zh}",
            f"The header knows no unit kind '{post.unit}', so nobody can hold '{post.name}'{en}",
        )


def _chain(sight: Sight, post: PostRule, key: str) -> None:
    """A post that includes itself, or stands above itself, over any number of posts."""
    seen: list[str] = []
    ahead = [post.name]
    while ahead:
        name = ahead.pop()
        found = sight.rulebook.posts.get(name)
        after = _next(found, key)
        if found is not None:
            _declared(sight, found, key, after)
        if post.name in after:
            chain = " → ".join([*seen, name, post.name])
            told = "→".join(map(sight.called.post, [*seen, name, post.name]))
            _tell(
                sight,
                f"{post.name}.{key}",
                f"岗位{titled(post.title, post.name)}的“{name_of('PostRule', key)[0]}”绕回自己（{told}）；请断开这个环。",
                f"The `{key}` of post '{post.name}' leads back to itself ({chain}); break the circle.",
            )
            return
        ahead += [other for other in after if other not in seen and other != name]
        seen.append(name)


def _next(post: PostRule | None, key: str) -> tuple[str, ...]:
    if post is None:
        return ()
    if key == "includes":
        return post.includes
    return (post.superior,) if post.superior else ()


def _declared(sight: Sight, post: PostRule, key: str, after: tuple[str, ...]) -> None:
    for name in after:
        told = any(problem.where == f"{post.name}.{key}" for problem in sight.findings)
        if name not in sight.rulebook.posts and not sight.untyped(name) and not told:
            zh, en = near(name, sight.rulebook.posts, sight.called.post)
            _tell(sight, f"{post.name}.{key}", f"没有设{code(name)}这个岗位{zh}", f"There is no post '{name}'{en}")


def _left(sight: Sight, where: str, who: Who) -> None:
    """An exclusion that leaves nobody although nobody else is named."""
    if not who.exclude or who.otherwise is not None:
        return
    own = _own_posts(who)
    gone = frozenset(post for excluded in who.exclude for post in _excluded(sight, where, excluded))
    if own and own <= gone:
        _tell(
            sight,
            where,
            f"排除之后没有人剩下（{listed(sorted(own), sight.called.post)}全被排除）；请在“无人时改由”写明由谁接手。",
            f"The exclusion leaves nobody ({', '.join(sorted(own))} are all excluded); name with `otherwise` who takes over.",
        )


def _own_posts(who: Who) -> frozenset[str]:
    parts = who.parts()
    if all(part.post is not None for part in parts):
        return frozenset(part.post for part in parts if part.post is not None)
    return frozenset()


def _excluded(sight: Sight, where: str, who: Who) -> frozenset[str]:
    """Posts that are surely gone: named outright, or held by one person who acted in the step."""
    if who.acted_in is None:
        return _own_posts(who)
    procedure = sight.procedure_at(where)
    steps: Mapping[str, StepAt] = sight.steps_of(procedure.name) if procedure else {}
    acted = steps.get(who.acted_in)
    posts = _own_posts(acted.step.by) if acted is not None and acted.step.by is not None else frozenset()
    return frozenset(name for name in posts if _single(sight, name))


def _single(sight: Sight, name: str) -> bool:
    post = sight.rulebook.posts.get(name)
    return post is not None and post.count is not None and post.count.value == 1
