"""What a language model is asked about some clauses: the words of a chat, made only of the draft and the language."""

from collections.abc import Sequence

from pydantic import BaseModel

from shouwen.rulebook.load.keys import written_keys
from shouwen.rulebook.model import BLOCKS, RULES, Clause, Rulebook
from shouwen.rulebook.words.labels import KINDS

MOST_CHARACTERS = 12_000
"""Of clauses in one question; more would make answers that break off."""
_TASK = """你把成文制度的条款写成规则，供作者逐条采纳或否决。只依据给出的条款，不补充原文没有的要求。
只回答一个 JSON 对象，不写别的：{"proposals": [{"clause": 条款编号, "words": 从该条款原样抄出的依据, "rules": YAML 文本}]}
rules 是一个 YAML 列表，每条规则以“- 种类: 代号”开头，代号用小写拉丁字母和下划线，写 title 和 cites: [条款编号]。
规则要用到的岗位、表单，草稿里没有的，在同一条建议的 rules 里一并写出。原文没有写明的数字写成 {value: , confirm: 问题}。
例：
- {post: clerk, title: 客服专员, cites: [SHOP-1.1]}
- duty: monthly_visit
  title: 每月走访
  by: clerk
  due: {visit: {each: month, need: {at_least: 2, of: visit}}}
  cites: [SHOP-1.1]
时长如 24h、3d、10wd、1mo；条件如 {case.urgent: true}；办理人如 clerk、{role: handler}、{superior_of: clerk}。
各种类可用的键："""


def question(rulebook: Rulebook, clauses: Sequence[Clause]) -> list[dict[str, str]]:
    """The messages of one question, as the chat completions format has them."""
    known = [f"{part.kind} {part.name}（{part.title}）" for part in (*rulebook.rules, *rulebook.blocks)]
    told = [f"{clause.id} {clause.title}\n{clause.text}".strip() for clause in clauses]
    asked = "草稿里已有的规则：\n" + ("\n".join(known) or "（无）") + "\n\n条款：\n" + "\n\n".join(told)
    return [{"role": "system", "content": f"{_TASK}\n{_keys()}"}, {"role": "user", "content": asked}]


def portions(clauses: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """Clauses with a text, as many to a question as fit, none cut."""
    found: list[list[Clause]] = []
    size = 0
    for clause in clauses:
        long = len(clause.title) + len(clause.text)
        if not clause.text.strip():
            continue
        if not found or size + long > MOST_CHARACTERS:
            found.append([])
            size = 0
        found[-1].append(clause)
        size += long
    return [tuple(each) for each in found]


def below(rulebook: Rulebook, top: str) -> tuple[Clause, ...]:
    """A clause and all under it, in their order; every clause for no name."""
    inside = {top}
    for clause in rulebook.clauses:
        if clause.parent in inside:
            inside.add(clause.id)
    return tuple(clause for clause in rulebook.clauses if not top or clause.id in inside)


def _keys() -> str:
    """Every kind with its keys, taken from the model itself."""
    kinds: dict[str, type[BaseModel]] = {**RULES, **BLOCKS}
    return "\n".join(f"- {kind}（{KINDS[kind][0]}）: {'、'.join(written_keys(model))}" for kind, model in kinds.items())
