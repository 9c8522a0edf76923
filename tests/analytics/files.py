"""A small hand-made file of messages, the real one where it is at hand, and the commands as somebody types them."""

import argparse
import csv
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest

HEADINGS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
NOISE = "{}小区对面的工地夜里十二点还在打桩，噪音很大，老人孩子睡不好，请住建局管一管。"
SMALL = (
    # Answered at the very instant of 72 hours; the fifth working day is the 29th of April.
    ("1", "A1", "物业管理有问题", "2019-04-22 09:32:09", "水价太高", "已协商", "2019-04-25 09:32:09"),
    # One second later.
    ("2", "A2", "路修了一年还没好", "2019-04-22 09:32:09", "请加快", "已督促", "2019-04-25 09:32:10"),
    # Over the long holiday of October 2019, with a Sunday and a Saturday worked.
    ("3", "A3", "垃圾站太近", "2019-09-27 16:00:00", "请搬走", "已研究", "2019-10-10 23:59:59"),
    ("4", "A4", "摩托车驾驶证注销", "2019-09-27 16:00:00", "怎么办理", "请到窗口", "2019-10-11 00:00:01"),
    # Never answered.
    ("5", "A5", "公交车绕行", "2019-06-01 08:00:00", "不方便", "", ""),
    # Three people about one building site, and one of them twice.
    ("6", "B1", "工地夜间施工扰民", "2019-07-01 23:50:00", NOISE.format("潇楚佳苑"), "已约谈", "2019-07-05 10:00:00"),
    ("7", "B2", "半夜施工", "2019-07-03 01:10:00", NOISE.format("潇楚佳苑业主反映，"), "已约谈", "2019-07-05 10:00:00"),
    ("8", "B3", "打桩噪音", "2019-07-06 07:00:00", NOISE.format("佳苑"), "已约谈", "2019-08-10 10:00:00"),
    ("9", "B1", "工地还在夜间施工", "2019-07-20 07:00:00", NOISE.format("潇楚佳苑"), "已处罚", "2019-07-22 10:00:00"),
)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "messages_replies_2816.csv"
needs_real_file = pytest.mark.skipif(
    not REAL.exists(), reason=f"the real messages are not at hand: {REAL} is not part of the repository"
)


def write(path: Path, rows: Sequence[Sequence[str]] = SMALL, *, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


def shouwen(words: str, *argv: object) -> int:
    """The exit code of a command of the program, without the start of a database server."""
    command = import_module(f"shouwen.config.commands.{words.replace(' ', '_')}")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    code: int = command.run(parser.parse_args([str(each) for each in argv]))
    return code
