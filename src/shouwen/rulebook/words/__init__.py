"""Plain sentences for rules, in Chinese and English: what the pages, the listing and the comparison say."""

from typing import Any

from shouwen.rulebook.model import Block, Condition, Do, Due, ProcedureRule, Row, Rule, Rulebook, StepRule, Who
from shouwen.rulebook.words import blocks, conditions, effects, people, rules, steps, times
from shouwen.rulebook.words.tongue import Lang, Tongue

__all__ = [
    "Lang",
    "condition",
    "do",
    "due",
    "event",
    "fact",
    "label",
    "record",
    "row_key",
    "row_sentence",
    "said",
    "sentence",
    "step_sentences",
    "value",
    "who",
]


def sentence(rule: Rule | Block, rulebook: Rulebook, lang: Lang = "zh", *, procedure: str = "") -> str:
    """The rule or block in plain words; a reaction of a procedure is told from inside it."""
    tongue = Tongue(rulebook, lang, near=procedure)
    if isinstance(rule, Block):
        return blocks.block_words(rule, tongue)
    return rules.rule_words(rule, tongue)


def step_sentences(
    name: str, step: StepRule, procedure: ProcedureRule, rulebook: Rulebook, lang: Lang = "zh"
) -> tuple[str, ...]:
    """A step as a few sentences."""
    return steps.step_words(name, step, procedure, Tongue(rulebook, lang))


def row_sentence(row: Row, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """One row of a table."""
    return rules.row_words(row, Tongue(rulebook, lang))


def row_key(key: str, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """The word for a key under which a table says something."""
    return Tongue(rulebook, lang).row_key(key)


def said(value: Any, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """What a table says under a key."""
    return rules.said_words(value, Tongue(rulebook, lang))


def label(title: str | None, name: str, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """A title for Chinese readers; English ones get the name."""
    return Tongue(rulebook, lang).label(title, name)


def who(part: Who, rulebook: Rulebook, lang: Lang = "zh", *, procedure: str | None = None) -> str:
    """Who acts."""
    return people.who_words(part, Tongue(rulebook, lang), procedure=procedure)


def due(part: Due, rulebook: Rulebook, lang: Lang = "zh", *, procedure: str = "") -> str:
    """A limit, told from inside its procedure if it has one."""
    return times.due_words(part, Tongue(rulebook, lang, near=procedure))


def do(part: Do, rulebook: Rulebook, lang: Lang = "zh", *, procedure: str | None = None) -> str:
    """An effect."""
    return effects.do_words(part, Tongue(rulebook, lang), procedure=procedure)


def condition(part: Condition, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """A condition."""
    return conditions.condition_words(part, Tongue(rulebook, lang))


def event(name: str, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """A happening, as it stands in `from`, `until` and `upon`."""
    return Tongue(rulebook, lang).event(name)


def record(name: str, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """What is counted, or owed for."""
    return Tongue(rulebook, lang).record(name)


def fact(path: str, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """A fact by its title."""
    return Tongue(rulebook, lang).fact(path)


def value(path: str, text: str, rulebook: Rulebook, lang: Lang = "zh") -> str:
    """A fact's value by the word people read."""
    return Tongue(rulebook, lang).value(path, text)
