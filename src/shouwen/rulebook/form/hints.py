"""What is meant by a field, in a sentence, where its name alone does not say it."""

from collections.abc import Mapping

Both = tuple[str, str]

_KEYS: Mapping[str, Both] = {
    "cites": ("这条规则落实哪些条款", "the clauses that this rule carries out"),
    "mode": ("没有做到时：禁止、提醒，还是只记录", "what happens when it is not kept"),
    "override": ("谁可以说明理由后放行一次", "who may let it pass once, with a reason"),
    "confirm": ("源文没写明、要请管理员确认的地方", "what the source leaves open and somebody has to settle"),
    "upon": ("什么事情发生时", "the happening that sets it off"),
}
_AT: Mapping[tuple[str, str], Both] = {
    ("PostRule", "count"): ("不填表示不限", "blank means any number"),
    ("PostRule", "includes"): ("本岗位可以代办哪些岗位的事", "posts whose work may be done from here too"),
    ("FactRule", "scale"): (
        "从低到高，如 一般、严重；叫法写在“各值的叫法”",
        "from low to high, as general, serious",
    ),
    ("FactRule", "one_of"): ("没有高低之分的几个值", "values without an order"),
    ("FactRule", "reading"): ("源文有两种读法时，全制度按哪一个", "which of the values holds for every case"),
    ("Need", "quota"): ("至少、恰好、至多", "at_least, exactly or at_most"),
    ("FactRule", "sealed"): ("只有关卡放行的人看得到", "seen only by whom a gate lets see it"),
    ("PaperRule", "number"): ("如 CB-{yyyy}-{n:4}", "such as CB-{yyyy}-{n:4}"),
    ("FieldRule", "fact"): ("填了就成为这个事实的值", "what is filled in becomes this fact"),
    ("FieldRule", "choices"): ("代号与叫法", "name and word of each"),
    ("ProcedureRule", "number"): ("如 TS{yyyymmdd}-{n:4}", "such as TS{yyyymmdd}-{n:4}"),
    ("ProcedureRule", "intake"): ("立案时填的表单", "filled in as the case is opened"),
    ("ProcedureRule", "due"): ("从头到尾都在走的时限，可以比环节长", "limits that may outlive any step"),
    ("ProcedureRule", "anytime"): ("任何环节都可能发生的事", "what may happen at any step"),
    ("StepRule", "fill"): ("办这一步要填的表单", "filled in at this step"),
    ("StepRule", "papers"): ("办完之前要备齐的文件", "what has to be there before the step can be finished"),
    ("StepRule", "judge"): ("由办理人判定，判定值就是结果", "the values of this scale are the outcomes"),
    ("StepRule", "approve"): ("结果为同意、驳回、退回", "outcomes agreed, refused, returned"),
    ("StepRule", "take"): ("接单后才能办", "work begins by taking it"),
    ("StepRule", "out"): ("每种结果之后走到哪一步", "where each outcome leads"),
    ("StepRule", "for_each"): ("清单里每一项各办一次", "the step is done once for each of them"),
    ("StepRule", "rounds"): ("最多可以进入几次", "how often the step may be entered"),
    ("Exit", "do"): ("走这条路时顺便做的事", "what is done on this way"),
    ("Rounds", "most"): ("次数，或选不限（须写理由）", "a number, or none with a reason"),
    ("Header", "words"): ("原文没写明多久的词，如 及时、立即", "vague words of the source"),
    ("Header", "calendars"): (
        "第一个是默认的；时限没有另选日历时都按它",
        "the first one counts unless a limit names another",
    ),
    ("Header", "unit_kinds"): ("从上到下，如 集团、分公司、部门", "from the top downwards"),
    ("Header", "parties"): ("单位以外的人，如 客户、记者", "people outside"),
    ("Header", "warn"): ("时限没有另写时，走到几成时提醒", "unless a limit says otherwise"),
    ("Header", "long_rest"): ("挂起超过这么久，主管看得到", "from when supervisors see it"),
    ("CalendarRule", "hours"): ("如 09:00-12:00；不填为全天", "as 09:00-12:00; blank: round the clock"),
    ("CalendarRule", "starts"): ("月-日，如 04-01；有自己的年度才填", "month-day, as 04-01"),
    ("Due", "from"): ("从列表里选，如 环节开始、立案", "such as step.opened or case.opened"),
    ("Due", "until"): ("不填表示到本环节办完", "blank: until the step is finished"),
    ("Due", "within"): ("数字加单位，或总则里的词", "a number and a unit, or a word of the header"),
    ("Due", "warn"): ("如 75%，或到期前多久", "such as 75%, or how long before the end"),
    ("Due", "each"): ("周期性的事才填", "for what recurs"),
    ("Due", "on_miss"): ("超时后自动做什么", "what follows when it is missed"),
    ("Due", "calendar"): ("工作日按哪个日历算", "the calendar of working days"),
    ("Due", "promise"): ("告知过客户的时限", "the customer was told"),
    ("Due", "while"): ("只有此条件成立时才计时", "runs only while this holds"),
    ("Role", "set"): ("立案人、某个事实，或指定的人", "whoever opens, a fact, or somebody named"),
    ("TableRule", "in"): ("每一行的条件只看这些事实", "rows look at these facts only"),
    ("TableRule", "hit"): ("恰好一行作准，或全部符合的行都生效", "exactly one row, or all that hold"),
    ("Row", "then"): ("如 审批人：审批岗位", "such as approver: the post that approves"),
    ("DutyRule", "per"): ("对每一个什么都要做一次；不填表示整体一次", "owed once for each of them"),
    ("DutyRule", "opens"): ("每次应办都立一件这样的事项", "each time is a case of its own"),
    ("GateRule", "act"): ("如 办结、答复客户", "such as close, reply"),
    ("GateRule", "needs"): ("全部成立才放行", "it opens when all of this holds"),
    ("GateRule", "only"): ("只有这些人可以", "only these may"),
    ("GateRule", "never"): ("这些人不可以", "these never may"),
    ("Do", "say"): ("通知的文字，可用 {case.number} 等变量", "words of the notice; variables as {case.number}"),
    ("Do", "at_once"): (
        "条款写“立即”“第一时间”：下班后也发，不与别的合并",
        "the clause says at once: after hours too, and by itself",
    ),
    ("Do", "value"): ("写入的值", "the value that is set"),
    ("Who", "at"): ("不填表示从事项所属单位往上找", "blank: from the unit of the case upwards"),
    ("Who", "exclude"): ("这些人不参加，替班也不行", "never these, not as substitutes either"),
    ("Test", "value"): ("从列表里选；多个用顿号隔开", "the value; several with commas"),
    ("Copy", "seal"): ("盖什么章", "which seal"),
    ("Row", "when"): ("不填表示总是", "blank: always"),
}


def hint_of(record: str, key: str) -> Both:
    """The sentence in both languages; empty where the name says it all."""
    return _AT.get((record, key)) or _KEYS.get(key, ("", ""))
