"""What a page or a converter put around the rulebook is taken away, and broken lines are whole again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pypinyin import Style, pinyin

from shouwen.rulebook.read.blocks import Block, Paragraph, Table
from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.markers import RANKS, marker_at_start

_HAN = r"\u3400-\u9fff"
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňɡ", "aaaaeeeeiiiioooouuuuvvvvvnng")
_PINYIN = re.compile(
    r"(?<=([\u3400-\u9fff]))[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňɡ]{1,6})[)）]"
)  # both shapes of brackets
_TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_STRAY_QUOTE = re.compile(rf"(?<=[{_HAN}，。、；])'(?=[{_HAN}])")  # Chinese marks
_SPACED = re.compile(rf"(?<![^\s])[{_HAN}](?: +[{_HAN}])+(?=$|[\s:：])")  # Chinese marks
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f]) +(?=\S)|(?<=[0-9.,:;!?)]) +(?=[^\x00-\x7f]|\(|\d{1,2}[.、)])")
_ENDS = re.compile(r"[。；;！!？?：:…”\"]$")  # Chinese marks
COLLAPSED = 200
"""A line this long holds paragraphs that lost their line breaks."""
_LONG_ENOUGH_TO_WRAP = 20
_LONGEST_HEADING = 40

# Phrases of document sharing sites, download pages and article pages; no rulebook says them of itself.
_SITE_LINE = re.compile(
    r"^(?:版权(?:说明|声明|申诉)|免责声明|文档简介|文档格式|下载(?:本)?文档|立即下载|免费(?:下载|阅读)|已阅读\d|还剩\d|继续(?:免费)?阅读|"
    r"展开(?:阅读)?全文|收藏|分享(?:到|时间)?|点赞|评论$|提交评论|0/\d+|举报|上一篇|下一篇|返回(?:顶部|首页)|相关(?:推荐|阅读|文档|搜索|资源)|"
    r"猜你喜欢|热门(?:推荐|文章)|最新文(?:档|章)|关于本文|关键词|关\s*键\s*词|本文标题|本文地址|本文链接|当前位置|您的位置|首页\s*[>»/]|"
    r"阅读(?:量|数|次数)|浏览(?:量|次数)|点击(?:量|数|次数)|责任编辑|文章来源|来源[：:]|作者[：:]|发布(?:时间|日期|者)|更新时间|"
    r"Copyright|©|京ICP|\S?ICP备|广告|AD$|扫(?:一扫|码)|关注(?:我们|公众号)|微信客服|-\s*目录$|目\s*录$)",
    re.IGNORECASE,
)
_SITE_PHRASE = re.compile(
    r"用户提供并上传|收益归属内容提供方|由会员分享|可在线阅读|请在\S{1,8}网上搜索|供大家(?:学习)?参考|喜欢就分享|网友整理|本站(?:所有资源|不保证|RAR)|"
    r"第\d+页$|免费(?:继续)?阅读|页珍藏版|文秘\s*分享|如需下载|文库网|道客巴巴|豆丁|原创力|更多(?:相关)?(?:内容|文章|范文)|小编|Word版|"
    r"\.(?:docx?|pdf|wps)$|^\S{0,20}(?:范文|汇总|精选)\(?(?:通用|精选|合集)?\d+篇\)?$|方案\(通用\d+篇\)"
)
_TAIL = re.compile(
    r"(?:^|[-—\s])(?:温馨提示\s*$|配套讲稿[：:]|特殊限制[：:]|关\s*键\s*词[：:]|版权(?:声明|提示)\s*$|免责声明|最新文档\s*$|相关(?:推荐|文档|阅读)\s*$|"
    r"猜你喜欢\s*$|0/\d+$)"
)
_SITE_TALK = re.compile(
    r"温馨提示|配套讲稿|本站|平台|下载|上传|版权|侵权|资源|用户|文档|课件|PPT|评论|搜索|实施方案|说明书|答案|试题|推荐|^-"
)
_CONTENTS = re.compile(r"[.…·]{3,}\s*\d{1,4}$|^第\S{1,4}[章节]\s*\S{1,20}\s+\d{1,3}$")
"""A line of a table of contents ends with its page."""
_MOST_OF_PAGE = 0.3
_TAIL_LOOK = 6


def clean(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Paragraphs as their author broke them, without what a site added."""
    lines: list[Block] = []
    for block in blocks:
        lines += [_cells(block)] if isinstance(block, Table) else _spread(block)
    return tuple(_joined(_without_site([line for line in lines if not isinstance(line, Paragraph) or line.text])))


def without_pinyin(text: str) -> str:
    """務(wù) → 務: a reading in brackets right behind its character is a converter's trace."""

    def kept(match: re.Match[str]) -> str:
        character, reading = match.group(1), match.group(2)
        if _TONED.search(reading):
            return ""
        known = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        return (
            ""
            if len(reading) > 1 and reading.translate(_TONES).replace("v", "u") in {k.replace("v", "u") for k in known}
            else match.group(0)
        )

    return _PINYIN.sub(kept, text)


def _tidy(text: str) -> str:
    text = without_pinyin(text.replace("\u200b", "").replace("\ufeff", "").replace("\xa0", " ").replace("\u3000", " "))
    text = _STRAY_QUOTE.sub("", text)
    return _SPACED.sub(lambda match: match.group(0).replace(" ", ""), text).strip(" \t\u3000")


def _cells(table: Table) -> Table:
    return Table(tuple(tuple(_tidy(cell) for cell in row) for row in table.rows))


def _spread(block: Paragraph) -> list[Paragraph]:
    """A whole document in one line still shows its paragraphs by single spaces."""
    text = _tidy(block.text)
    if len(text) < COLLAPSED:
        return [Paragraph(text, block.heading)]
    return [Paragraph(part.strip(), collapsed=True) for part in _BETWEEN.split(text)]


def _without_site(lines: list[Block]) -> list[Block]:
    kept: list[Block] = []
    whole = sum(len(line.text) for line in lines if isinstance(line, Paragraph))
    passed = 0
    for place, line in enumerate(lines):
        if isinstance(line, Table):
            kept.append(line)
            continue
        folded = fold(line.text)
        tail = _TAIL.search(folded)
        passed += len(line.text)
        if tail and passed > whole * _MOST_OF_PAGE and _is_tail(lines[place : place + _TAIL_LOOK]):
            before = line.text[: tail.start()].strip(" -")
            return [*kept, replace(line, text=before)] if before else kept
        if _CONTENTS.search(folded):
            continue
        if not _SITE_LINE.match(folded) and not _SITE_PHRASE.search(folded) and _has_words(folded):
            kept.append(line)
    return kept


def _is_tail(following: Sequence[Block]) -> bool:
    """One such line may be the author's; several in a row are the site's."""
    talk = [line for line in following if isinstance(line, Paragraph) and _SITE_TALK.search(fold(line.text))]
    return len(talk) * 2 >= len(following)


def _has_words(folded: str) -> bool:
    return bool(re.search(rf"[{_HAN}A-Za-z]", folded)) or marker_at_start(folded) is not None


def _joined(lines: list[Block]) -> list[Block]:
    """A lone number belongs to the next line; a sentence cut by the width of a page goes on."""
    found: list[Block] = []
    for line in lines:
        before = found[-1] if found else None
        if isinstance(line, Paragraph) and isinstance(before, Paragraph) and _belongs(before, line):
            found[-1] = replace(before, text=before.text + line.text)
        else:
            found.append(line)
    return found


def _belongs(before: Paragraph, line: Paragraph) -> bool:
    if line.heading or marker_at_start(fold(line.text)) is not None:
        return False
    marker = marker_at_start(fold(before.text))
    if marker is not None and not before.text[marker.end :].strip():
        return marker.style != "part"
    if before.heading or len(before.text) < _LONG_ENOUGH_TO_WRAP or _ENDS.search(before.text):
        return False
    if marker is not None and RANKS[marker.style] <= RANKS["cn"] and len(before.text) < _LONGEST_HEADING:
        return False
    return bool(_ENDS.search(line.text)) and ":" not in fold(line.text[:8])
