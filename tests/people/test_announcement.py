"""The yearly notice as it is published: every day of it, and every place where it does not add up."""

from datetime import date, timedelta

import pytest

from shouwen.people.announcement import read_announcement
from shouwen.people.holidays import announced

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
"""


def test_a_whole_notice_gives_the_days_that_were_announced() -> None:
    found = read_announcement(NOTICE_2026)
    assert found.year == 2026
    assert found.doubts == []
    assert [(day.date, day.kind) for day in found.days] == [(day.date, day.kind) for day in announced(2026)]
    names = {day.name for day in found.days}
    assert {"元旦", "春节", "国庆节", "调休上班"} <= names


def test_the_short_form_carries_month_and_verb() -> None:
    found = read_announcement("春节：2月15日至23日放假调休，共9天。2月14日、28日上班", 2026)
    assert found.doubts == []
    off = [day.date for day in found.days if day.kind == "off"]
    assert off == [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]
    assert [day.date for day in found.days if day.kind == "work"] == [date(2026, 2, 14), date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("text", "year", "said"),
    [
        ("春节：2月15日至23日放假，共8天。", 2026, "写明 8 天，读到的是 9 天"),
        ("元旦：1月1日（周三）放假，共1天。", 2026, "2026-01-01 不是周三，年份可能不对"),
        ("清明节：4月31日放假。", 2026, "没有这一天"),
        ("元旦：2025年12月31日至1月2日放假。", 2026, "2025-12-31 不在 2026 年"),
        ("国庆节：10月8日上班。", 2026, "按周历本就上班"),
        ("国庆节：10月10日放假。10月10日上班。", 2026, "既写放假又写上班"),
        ("春节：2月15日放假。", None, "看不出是哪一年"),
        ("另行通知。", 2026, "没有读到"),
    ],
)
def test_what_does_not_add_up_is_named(text: str, year: int | None, said: str) -> None:
    assert said in "；".join(doubt.zh for doubt in read_announcement(text, year).doubts)


def test_a_holiday_of_one_day_and_the_turn_of_the_year() -> None:
    one = read_announcement("一、元旦：1月1日（周三）放假1天，不调休。", 2025)
    assert ([day.date for day in one.days], one.doubts) == ([date(2025, 1, 1)], [])
    turn = read_announcement("一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
    assert [day.date for day in turn.days] == [date(2023, 1, 1), date(2023, 1, 2)]
