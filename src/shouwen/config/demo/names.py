"""Invented names of people, each given once."""

from collections.abc import Iterable, Iterator
from itertools import product
from random import Random

SURNAMES = "祝包狄计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫"
FIRST = "安柏辰笛恩帆耕禾嘉开岚铭宁培清若书庭闻晓言远泽知"
SECOND = "川达芳歌华洁凯岭敏楠朋琪然生彤薇祥雅昭舟"


def unused(taken: Iterable[str], rng: Random) -> Iterator[str]:
    """One name after another that nobody has yet; the same every time."""
    known = set(taken)
    found = [f"{surname}{first}{second}" for surname, first, second in product(sorted(set(SURNAMES)), FIRST, SECOND)]
    rng.shuffle(found)
    return (name for name in found if name not in known)
