"""Sentences that tell an approval, a way upwards or a principle, and words that leave a figure open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.rulebook.read.characters import fold

_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")
_UPWARDS = re.compile(
    r"上报|(?:向|及时|立即|立刻|逐级|书面|需要|同时|并|再)[^,。;]{0,16}(?:汇报|报告|请示|报备|反映)|(?:并|须|应|同时|及时|逐级|[,、;])报[^修告价警名表废销道送请备,。;]{2,12}(?:长|主管|经理|主任|总监|领导|处|部|中心|办公室|委员会|审批|批准|备案)|呈报|呈交|呈[^现,。;]{0,8}批示|报请|报送|请示|报告给|报备|"
    r"(?:上交|转交|移交|转报|转到|批转|提交|移送|升级|递交)(?:给|到|至|由|集团|上级|[^,。;《》]{0,12}(?:处理|审核|审批|中心|部门|主管|经理|领导|总监)(?!单|表|书|记录))|由[^,。;]{2,20}(?:出面|直接处理|协助处理|给予处理)"
)
_APPROVAL = re.compile(
    r"审批(?!表|内容|部门)|审核(?!表|员)|批准|批复|批示|核准|会签|签批|签认|签署[^,。;]{0,6}意见|签字认可|同意后|审定|经[^,。;]{1,20}同意|(?:须|需|必须)[^,。;]{0,16}签字|授权(?!书|人审核)"
)
_PRINCIPLE = re.compile(
    r"(?:遵循|坚持|本着|按照|执行|采用|实行|明确)[^。;]{0,40}原则|原则(?:是|为|:)|^[^。;,:]{2,14}原则(?::|$)|^首问[^。;,:]{0,4}制(?::|$)|的原则",
    re.MULTILINE,
)
_SHORTEST = 6
"""A shorter stretch is a label of a chart."""
_PEOPLE = re.compile(
    r"[\u3400-\u9fff]{2,14}?(?P<blank>[xX×]{1,2}|_{1,}|\[[^\[\]]{0,6}\])\s*(?:人|名)(?![\u3400-\u9fff])"
)
_VAGUE = re.compile(
    r"(?:在)?规定(?:的)?时间内?|规定期限内?|一定(?:的)?(?:期限|时间)内?|约定(?:的)?时间(?:节点)?|限期|第一时间|不定期|定期(?!存款)|及时(?!性|率)|立即|立刻|马上|尽快|随时(?!随地)|适时|经常"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """The words, and what they tell: escalation, approval, principle, blank or vague."""

    words: str
    kind: str
    start: int


def escalations(text: str) -> tuple[Saying, ...]:
    """Whole sentences: who goes to whom needs both ends."""
    found = []
    for start, sentence in _sentences(text):
        folded = fold(sentence)
        if len(sentence) < _SHORTEST:
            continue
        if _UPWARDS.search(folded):
            found.append(Saying(sentence, "escalation", start))
        elif _APPROVAL.search(folded):
            found.append(Saying(sentence, "approval", start))
    return tuple(found)


def principles(text: str) -> tuple[Saying, ...]:
    return tuple(
        Saying(sentence, "principle", start)
        for start, sentence in _sentences(text)
        if _PRINCIPLE.search(fold(sentence))
    )


def open_words(text: str) -> tuple[Saying, ...]:
    """Numbers of people left blank, and words such as 及时 whose measure an administrator must settle."""
    folded = fold(text)
    found = [Saying(text[m.start() : m.end()], "blank", m.start()) for m in _PEOPLE.finditer(folded)]
    seen: set[str] = set()
    for match in _VAGUE.finditer(folded):
        if match.group(0) not in seen:
            seen.add(match.group(0))
            found.append(Saying(text[match.start() : match.end()], "vague", match.start()))
    return tuple(sorted(found, key=lambda saying: saying.start))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(fold(text)):
        sentence = text[match.start() : match.end()]
        if sentence.strip():
            yield match.start() + len(sentence) - len(sentence.lstrip()), sentence.strip()
