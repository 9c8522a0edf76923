"""Limits, frequencies, ratios and windows: what the words say, and what they do not."""

import pytest

from shouwen.rulebook.read.limits import limits


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "kind"),
    [
        ("接到投诉后24小时内答复。", "24小时内", 24, "hour", "deadline"),
        ("３个工作日内办结。", "３个工作日内", 3, "working_day", "deadline"),
        ("应在[X]分钟内响应。", "[X]分钟内", None, "minute", "deadline"),
        ("应在__天内办完。", "__天内", None, "day", "deadline"),
        ("应在（  ）个工作日内办完。", "（  ）个工作日内", None, "working_day", "deadline"),
        ("应在[具体时长]内给予响应。", "[具体时长]内", None, "hour", "deadline"),
        ("十五日内提出。", "十五日内", 15, "day", "deadline"),
        ("半小时内到场。", "半小时内", 30, "minute", "deadline"),
        ("一个半小时内到场。", "一个半小时内", 90, "minute", "deadline"),
        ("於廿四小時內回覆。", "廿四小時內", 24, "hour", "deadline"),
        ("两个工作小时内处理。", "两个工作小时内", 2, "working_hour", "deadline"),
        ("17:30前上报。", "17:30前", "17:30", "clock", "deadline"),
        ("下午5点半前送达。", "下午5点半前", "17:30", "clock", "deadline"),
        ("签订5天左右回访。", "5天左右", 5, "day", "window"),
        ("次日交回。", "次日", 1, "day", "deadline"),
        ("次月提交报告。", "次月", 1, "month", "deadline"),
        ("满意率不低于95%。", "不低于95%", 95, "percent", "ratio"),
        ("合格率达到百分之九十。", "达到百分之九十", 90, "percent", "ratio"),
        ("备案期限最长不得超过三个月。", "备案期限最长不得超过三个月", 3, "month", "validity"),
        ("本规范试行期一年。", "试行期一年", 1, "year", "validity"),
        ("公示5个工作日。", "5个工作日", 5, "working_day", "window"),
        ("特急工单30分钟。", "30分钟", 30, "minute", "deadline"),
        ("可以延长至30日。", "延长至30日", 30, "day", "deadline"),
        ("中修：3个工作日。", "3个工作日", 3, "working_day", "deadline"),
        ("连续三个月不合格的调岗。", "三个月", 3, "month", "window"),
        ("电话24小时值班。", "24小时值班", 24, "hour", "window"),
        ("×年有限保修。", "×年有限保修", None, "year", "validity"),
        ("录音保存6个月。", "保存6个月", 6, "month", "validity"),
    ],
)
def test_one_limit(text: str, words: str, value: object, unit: str, kind: str) -> None:
    (limit,) = limits(text)
    assert (limit.words, limit.value, limit.unit, limit.kind) == (words, value, unit, kind)


@pytest.mark.parametrize(
    ("text", "value", "unit", "times"),
    [
        ("每月开展安全培训不低于二次。", 1, "month", 2),
        ("每周至少回访两次。", 1, "week", 2),
        ("每两周开会一次。", 2, "week", 1),
        ("每季度检查一次。", 3, "month", 1),
        ("半年一次。", 6, "month", 1),
        ("一年2次。", 1, "year", 2),
        ("每年的6月和12月各调查一次。", 1, "year", 2),
        ("每天发送简报。", 1, "day", 1),
        ("按季度汇总。", 3, "month", 1),
        ("制定年度培训计划。", 1, "year", 1),
        ("每年初审核计划。", 1, "year", 1),
        ("每周一、三、五受理。", 1, "week", 3),
        ("每学期测评2次。", 6, "month", 2),
        ("每年1月31日前报送报告。", 1, "year", 1),
        ("每隔15天巡查一次。", 15, "day", 1),
    ],
)
def test_one_frequency(text: str, value: int, unit: str, times: int) -> None:
    (limit,) = limits(text)
    assert (limit.kind, limit.value, limit.unit, limit.times) == ("frequency", value, unit, times)


@pytest.mark.parametrize(
    ("text", "value", "least", "unit"),
    [
        ("3-5个工作日内答复。", 5, 3, "working_day"),
        ("三至五天内答复。", 5, 3, "day"),
        ("8:30-17:30营业。", "17:30", "08:30", "clock"),
        ("上午八时至下午六时受理。", "18:00", "08:00", "clock"),
        ("解决率80%~85%。", 85, 80, "percent"),
        ("次月上旬考核。", 10, 1, "day"),
    ],
)
def test_a_range_carries_both_ends(text: str, value: object, least: object, unit: str) -> None:
    found = [limit for limit in limits(text) if limit.min is not None]
    assert [(limit.value, limit.min, limit.unit) for limit in found] == [(value, least, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "20世纪80年代是受挫的10年。",
        "根据20xx年工作重点。",
        "延期至20xx年X月X日。",
        "自2024年5月1日起施行。",
        "第二天再说。",
        "一式三份，各保留一份。",
        "第三次追访。",
        "主管1名、专员4名。",
        "电话:123-4567。",
        "一站式服务。",
        "月度考核结果与奖金挂钩。",
        "上一年度的情况。",
    ],
)
def test_no_limit(text: str) -> None:
    assert limits(text) == ()


def test_the_same_words_twice_in_a_clause_are_two_limits() -> None:
    """Each is owed for itself; a rhythm that only names a thing (月度考核) is told once."""
    found = limits("三天内做好顾客回访，三天内反馈投诉结果，5天内归档。")
    assert [limit.words for limit in found] == ["三天内", "三天内", "5天内"]
    assert [limit.words for limit in limits("月度考核由主管做，月度考核存档。")] == ["月度考核"]


def test_issues_without_a_period_and_what_may_not_wait_until_tomorrow() -> None:
    (issues,) = limits("家属区办板报三期。")
    assert (issues.words, issues.kind, issues.value, issues.unit, issues.times) == (
        "板报三期",
        "frequency",
        1,
        "year",
        3,
    )
    (same_day,) = limits("能马上处理的决不拖延到第二天。")
    assert (same_day.words, same_day.kind, same_day.value, same_day.unit) == ("不拖延到第二天", "deadline", 0, "day")
    assert limits("第二天再说。") == ()


def test_long_and_hostile_text_is_read_in_no_time() -> None:
    for piece in ("每月", "(", "1至", "第一章 ", "《", "x年", "[", "不超过"):
        limits(piece * 3000)
