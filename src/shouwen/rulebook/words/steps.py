"""Steps, rounds, roles and closing, in words."""

from collections.abc import Iterator

from shouwen.rulebook.model import Close, PaperNeed, ProcedureRule, StepRule
from shouwen.rulebook.words.conditions import condition_words
from shouwen.rulebook.words.effects import dos_words
from shouwen.rulebook.words.people import people_words, who_words
from shouwen.rulebook.words.times import due_words
from shouwen.rulebook.words.tongue import Tongue


def step_words(name: str, step: StepRule, procedure: ProcedureRule, tongue: Tongue) -> tuple[str, ...]:
    """A step as a few sentences: who does what, within which limits, with which outcomes."""
    return tuple(_sentences(name, step, procedure.name, tongue.within(procedure.name)))


def _sentences(name: str, step: StepRule, procedure: str, tongue: Tongue) -> Iterator[str]:
    yield _opening(name, step, procedure, tongue)
    if step.needs is not None:
        needs = condition_words(step.needs, tongue)
        yield tongue.say(f"完成的前提：{needs}。", f"It can be finished only if {needs}.")
    if step.papers:
        papers = papers_words(step.papers, tongue, procedure=procedure)
        yield tongue.say(f"须有{papers}。", f"It needs {papers}.")
    if step.do:
        effects = dos_words(step.do, tongue, procedure=procedure)
        yield tongue.say(f"开始时：{effects}。", f"As it opens: {effects}.")
    for key, due in step.due.items():
        yield _limit(
            tongue.label(due.title, key),
            due_words(due, tongue),
            dos_words(due.on_miss, tongue, procedure=procedure),
            tongue,
        )
    yield from _after(name, step, procedure, tongue)


def _opening(name: str, step: StepRule, procedure: str, tongue: Tongue) -> str:
    title = tongue.label(step.title, name)
    by = who_words(step.by, tongue, procedure=procedure) if step.by is not None else ""
    forms = tongue.join([tongue.paper(paper) for paper in step.fill])
    judged = tongue.fact(step.judge) if step.judge is not None else ""
    zh = f"“{title}”{f'由{by}办理' if by else ''}{f'，填写{forms}' if forms else ''}{f'，判定{judged}' if judged else ''}。"
    en = f"'{title}'{f' is done by {by}' if by else ''}{f', who fills {forms}' if forms else ''}{f' and judges {judged}' if judged else ''}."
    return tongue.say(zh, en)


def _limit(title: str, words: str, missed: str, tongue: Tongue) -> str:
    zh = f"时限“{title}”：{words}{f'；超时则{missed}' if missed else ''}。"
    en = f"Limit '{title}': {words}{f'; if missed: {missed}' if missed else ''}."
    return tongue.say(zh, en)


def _after(name: str, step: StepRule, procedure: str, tongue: Tongue) -> Iterator[str]:
    for inner, member in (step.together or {}).items():
        by = who_words(member.by, tongue, procedure=procedure) if member.by is not None else ""
        title = tongue.label(member.title, inner)
        yield tongue.say(f"同时进行“{title}”（{by}）。", f"At the same time: '{title}' ({by}).")
    for outcome, exit_ in step.out.items():
        word = tongue.label(exit_.title or tongue.outcome(name, outcome), outcome)
        effects = dos_words(exit_.do, tongue, procedure=procedure)
        zh = f"结果“{word}”→ {tongue.step(exit_.then)}{f'，并{effects}' if effects else ''}。"
        yield tongue.say(zh, f"Outcome '{word}' leads to {tongue.step(exit_.then)}{f'; {effects}' if effects else ''}.")
    if step.rounds is not None:
        yield rounds_words(step, tongue)


def rounds_words(step: StepRule, tongue: Tongue) -> str:
    """How often the step may be entered, and what follows then."""
    rounds = step.rounds
    if rounds is None:
        return ""
    if rounds.bound is None:
        return tongue.say(f"次数不限：{rounds.why}。", f"It may be repeated without limit: {rounds.why}.")
    then = tongue.step(rounds.then or "end")
    return tongue.say(
        f"最多{rounds.bound}次，之后转“{then}”。", f"It may be entered {rounds.bound} times; after that comes '{then}'."
    )


def papers_words(papers: tuple[PaperNeed, ...], tongue: Tongue, *, procedure: str | None = None) -> str:
    """A list of papers with their conditions and signatures."""
    return tongue.join([_paper(paper, tongue, procedure) for paper in papers])


def _paper(need: PaperNeed, tongue: Tongue, procedure: str | None) -> str:
    words = tongue.paper(need.paper)
    if need.copies > 1:
        words += tongue.say(f"{need.copies}份", f" in {need.copies} copies")
    if need.sealed:
        words += tongue.say("（盖章）", " (sealed)")
    if need.signed:
        people = people_words(need.signed, tongue, procedure=procedure)
        words += tongue.say(f"（{people}签字）", f" (signed by {people})")
    if need.when is not None:
        when = condition_words(need.when, tongue)
        words += tongue.say(f"（当{when}）", f" (if {when})")
    return words


def close_words(close: Close, tongue: Tongue, procedure: str) -> str:
    """What closing asks for."""
    parts = []
    if close.needs is not None:
        parts.append(condition_words(close.needs, tongue))
    if close.papers:
        papers = papers_words(close.papers, tongue, procedure=procedure)
        parts.append(tongue.say(f"有{papers}", f"there are {papers}"))
    if close.waits:
        children = tongue.join([tongue.procedure(name) for name in close.waits])
        parts.append(tongue.say(f"{children}均已办结", f"every {children} is closed"))
    return tongue.say("；", "; ").join(parts)
