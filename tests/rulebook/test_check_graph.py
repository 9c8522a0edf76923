"""Faults of a flow are found on their line, and the smallest repair makes the rulebook clean."""

from collections.abc import Callable

Faulty = Callable[..., None]

FLOW = """
- procedure: complaint
  cites: [T-1]
  steps:
"""


def test_unreachable_step(faulty: Faulty) -> None:
    faulty(
        "unreachable_step",
        FLOW
        + """
    take: {by: clerk, out: {taken: end}}
    check: {by: head, out: {checked: end}}  # <-
""",
        FLOW
        + """
    take: {by: clerk, out: {taken: check}}
    check: {by: head, out: {checked: end}}
""",
        zh="没有一条路走到环节「check」",
        en="No way leads to the step 'check'",
    )


def test_step_that_can_never_be_finished(faulty: Faulty) -> None:
    faulty(
        "no_way_to_end",
        "- {paper: form, fields: {urgent: yes_no}, cites: [T-1]}\n"
        + FLOW.lstrip()
        + """\
    take: {by: clerk, fill: [form], out: {taken: check, dropped: end}}
    check: {by: head, needs: {all: [{form.urgent: true}, {form.urgent: false}]}, out: {checked: end}}  # <-
""",
        "- {paper: form, fields: {urgent: yes_no}, cites: [T-1]}\n"
        + FLOW.lstrip()
        + """\
    take: {by: clerk, fill: [form], out: {taken: check, dropped: end}}
    check: {by: head, needs: {any: [{form.urgent: true}, {form.urgent: false}]}, out: {checked: end}}
""",
        zh="从环节「check」走不到结束",
        en="No way leads from 'check' to end",
    )


def test_no_way_to_end(faulty: Faulty) -> None:
    faulty(
        "no_way_to_end",
        FLOW
        + """
    take: {by: clerk, out: {taken: end, kept: check}}
    check: {by: head, rounds: {most: none, why: 直到满意}, due: {d: {from: step.opened, within: 1d, mode: record}}, out: {again: check}}  # <-
""",
        FLOW
        + """
    take: {by: clerk, out: {taken: end, kept: check}}
    check: {by: head, rounds: {most: none, why: 直到满意}, due: {d: {from: step.opened, within: 1d, mode: record}}, out: {again: check, good: end}}
""",
        zh="走不到结束",
        en="No way leads from 'check' to end",
    )


def test_unbounded_loop(faulty: Faulty) -> None:
    faulty(
        "unbounded_loop",
        FLOW
        + """
    ask: {by: clerk, out: {satisfied: end, not_satisfied: redo}}  # <-
    redo: {by: head, out: {done: ask}}
""",
        FLOW
        + """
    ask: {by: clerk, out: {satisfied: end, not_satisfied: redo}}
    redo: {by: head, rounds: {most: 3, then: legal}, out: {done: ask}}
    legal: {by: director, out: {taken: end}}
""",
        zh="（「ask」→「redo」→「ask」）；请在不许多做的那一步写“轮次”",
        en="ask → redo → ask",
    )


def test_endless_rounds_without_a_limit_in_the_lap(faulty: Faulty) -> None:
    faulty(
        "unbounded_loop",
        FLOW
        + """
    ask: {by: clerk, out: {satisfied: end, not_satisfied: redo}}
    redo: {by: head, rounds: {most: none, why: 直至满意}, out: {done: ask}}  # <-
""",
        FLOW
        + """
    ask: {by: clerk, out: {satisfied: end, not_satisfied: redo}}
    redo: {by: head, rounds: {most: none, why: 直至满意}, due: {d: {from: step.opened, within: 2d, on_miss: [{notify: director}]}}, out: {done: ask}}
""",
        zh="没有任何时限",
        en="no step of the lap has a limit",
    )


def test_outcome_to_an_unknown_step(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        FLOW
        + """
    take: {by: clerk, out: {taken: chek, kept: check}}  # <-
    check: {by: head, out: {checked: end}}
""",
        FLOW
        + """
    take: {by: clerk, out: {taken: check, kept: check}}
    check: {by: head, out: {checked: end}}
""",
        zh="是不是「check」",
        en="did you mean 'check'",
    )


def test_step_without_outcome(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        FLOW
        + """
    take: {by: clerk, out: {taken: check, kept: end}}
    check: {by: head}  # <-
""",
        FLOW
        + """
    take: {by: clerk, out: {taken: check, kept: end}}
    check: {by: head, out: {checked: end}}
""",
        zh="没有结果",
        en="has no outcome",
    )


JUDGED = """
- {fact: grade, scale: [general, serious], titles: {general: 一般, serious: 严重}, cites: [T-1]}
"""


def test_value_of_a_scale_without_outcome(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        JUDGED + FLOW.lstrip() + "    review: {by: head, judge: grade, out: {general: end}}  # <-\n",
        JUDGED + FLOW.lstrip() + "    review: {by: head, judge: grade, out: {general: end, serious: end}}\n",
        zh="等级“严重”没有去向",
        en="The value 'serious' of grade leads nowhere",
    )


def test_outcome_that_is_no_value_of_the_scale(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        JUDGED
        + FLOW.lstrip()
        + "    review: {by: head, judge: grade, out: {general: end, serious: end, grave: end}}  # <-\n",
        JUDGED + FLOW.lstrip() + "    review: {by: head, judge: grade, out: {general: end, serious: end}}\n",
        zh="「grave」不是「grade」的等级，永远不会出现",
        en="'grave' is no value of grade",
    )


def test_approval_without_agreement(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        FLOW + "    sign: {by: {all: [head, director]}, approve: true, out: {refused: end}}  # <-\n",
        FLOW + "    sign: {by: {all: [head, director]}, approve: true, out: {refused: end, agreed: end}}\n",
        zh="审批环节缺少“同意”「agreed」的去向；请在“结果与去向”写明",
        en="where `agreed` leads",
    )


def test_parallel_step_cannot_leave_its_block(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        FLOW
        + """
    both: {together: {
        calls: {by: clerk, out: {called: sum}},  # <-
        checks: {by: head}}, join: all, out: {joined: sum}}
    sum: {by: head, out: {summed: end}}
""",
        FLOW
        + """
    both: {together: {
        calls: {by: clerk, out: {called: end}},
        checks: {by: head}}, join: all, out: {joined: sum}}
    sum: {by: head, out: {summed: end}}
""",
        zh="由外层环节「both」汇合",
        en="'both' joins and goes on",
    )


def test_jump_to_an_unknown_step(faulty: Faulty) -> None:
    faulty(
        "outcome_without_target",
        FLOW
        + """
    take: {by: clerk, out: {taken: end}}
  anytime:  # <-
  - {upon: authority.involved, goto: legl, cites: [T-1]}
""",
        FLOW
        + """
    take: {by: clerk, out: {taken: end}}
  anytime:
  - {upon: authority.involved, goto: take, cites: [T-1]}
""",
        zh="“转到环节”指向的「legl」不存在",
        en="`goto` leads to 'legl'",
    )


REACT = FLOW + "    take: {by: clerk, out: {taken: end}}\n"


def test_reactions_feed_each_other(faulty: Faulty) -> None:
    facts = "- {fact: alarm, about: branch, cites: [T-1]}\n- {fact: watch, about: branch, cites: [T-1]}\n"
    faulty(
        "reactions_feed_each_other",
        facts
        + """\
- {reaction: first, upon: alarm.set, do: [{set: watch, value: 'on'}], cites: [T-1]}  # <-
- {reaction: second, upon: watch.set, do: [{set: alarm, value: 'on'}], cites: [T-1]}
""",
        facts
        + """\
- {reaction: first, upon: alarm.set, do: [{set: watch, value: 'on'}], cites: [T-1]}
- {reaction: second, upon: watch.set, when: {alarm: {known: false}}, do: [{set: alarm, value: 'on'}], cites: [T-1]}
""",
        zh="互相触发",
        en="set each other off",
    )


def test_reaction_that_opens_its_own_kind_of_case(faulty: Faulty) -> None:
    count = "- {fact: repeats, count: {of: case, same: [customer], last: 90d}, cites: [T-1]}\n"
    faulty(
        "reactions_feed_each_other",
        count
        + REACT.lstrip()
        + "- {reaction: again, upon: complaint.opened, do: [{open: complaint}], cites: [T-1]}  # <-\n",
        count
        + REACT.lstrip()
        + "- {reaction: again, upon: complaint.opened, when: {repeats: {at_most: 1}}, do: [{open: complaint}], cites: [T-1]}\n",
        zh="尽头：触发「again」→触发「again」",
        en="again → again",
    )


def test_bounded_step_whose_successor_leads_back_into_the_loop(faulty: Faulty) -> None:
    flow = (
        FLOW
        + """
    ask: {{by: clerk, out: {{satisfied: end, not_satisfied: redo}}}}{mark}
    redo: {{by: head, rounds: {{most: 3, then: {then}}}, out: {{done: ask}}}}
    legal: {{by: director, out: {{taken: end}}}}
"""
    )
    faulty(
        "unbounded_loop",
        flow.format(then="ask", mark="  # <-").replace("    legal: {by: director, out: {taken: end}}\n", ""),
        flow.format(then="legal", mark=""),
        zh="可以无限循环",
        en="go round for ever",
    )


def test_procedures_that_open_each_other(faulty: Faulty) -> None:
    flow = "- {{procedure: {0}, cites: [T-1], opens: {{upon: {1}}}, steps: {{take_{0}: {{by: clerk, out: {{taken: end}}}}}}}}{2}\n"
    faulty(
        "reactions_feed_each_other",
        flow.format("a", "b.opened", "  # <-") + flow.format("b", "a.opened", ""),
        flow.format("a", "b.closed", "") + flow.format("b", "a.opened", ""),
        zh="流程「a」的怎样立案→流程「b」的怎样立案",
        en="a.opens → b.opens → a.opens",
    )
