"""Tables answer every case once, gates can open, and sealed facts stay with those who may read them."""

from collections.abc import Callable
from typing import Any

Faulty = Callable[..., None]
Write = Callable[..., Any]

MATTER = """
- {paper: request, fields: {matter: {type: choice, fact: matter}, bears: {type: yes_no, fact: bears}, amount: money}, cites: [T-1]}
- {fact: matter, title: 事项, one_of: [quality, delay], titles: {quality: 质量索赔, delay: 延期赔偿}, cites: [T-1]}
- {fact: bears, title: 工队承担, type: yes_no, cites: [T-1]}
- {procedure: claim, cites: [T-1], intake: request, steps: {ask: {by: clerk, table: authority, out: {asked: end}}}}
"""


def test_authority_gap(faulty: Faulty) -> None:
    head = MATTER + "- table: authority  # <-\n  in: [matter, bears]\n  cites: [T-1]\n  rows:\n"
    rows = "  - {when: {matter: quality, bears: true}, then: {approver: head}}\n  - {when: {matter: delay}, then: {approver: head}}\n"
    faulty(
        "authority_gap",
        head + rows,
        head + rows + "  - {when: {matter: quality, bears: false}, then: {approver: director}}\n",
        zh="没有一行回答这些情形：事项=质量索赔、工队承担=否",
        en="No row answers: matter = quality, bears = false",
    )


def test_else_row_closes_every_gap(write: Write) -> None:
    table = "- {table: authority, in: [matter], cites: [T-1], rows: [{when: {matter: delay}, then: {approver: head}}], else: {then: {approver: director}}}\n"
    assert write(MATTER + table).problems == ()


def test_authority_overlap(faulty: Faulty) -> None:
    head = (
        MATTER
        + "- table: authority\n  in: [matter, bears]\n  cites: [T-1]\n  rows:\n  - {when: {matter: quality}, then: {approver: head}}\n"
    )
    last = "  - {when: {matter: delay}, then: {approver: head}}\n"
    faulty(
        "authority_overlap",
        head + "  - {when: {bears: false, matter: [quality, delay]}, then: {approver: director}}  # <-\n"
        "  - {when: {bears: true, matter: delay}, then: {approver: head}}\n",
        head + last,
        zh="第 1 行与第 2 行同时适用：事项=质量索赔、工队承担=否",
        en="Rows 1 and 2 both apply: matter = quality, bears = false",
    )


def bands(upper: str) -> str:
    return (
        MATTER + "- table: authority  # <-\n  in: [request.amount]\n  cites: [T-1]\n  rows:\n"
        "  - {when: {request.amount: {less_than: 5000}}, then: {approver: head}}\n"
        f"  - {{when: {{request.amount: {{{upper}: 5000}}}}, then: {{approver: director}}}}\n"
    )


def test_bands_of_money_leave_out_their_border(faulty: Faulty) -> None:
    faulty(
        "authority_gap", bands("more_than"), bands("at_least"), zh="「request.amount」=5000", en="request.amount = 5000"
    )


def test_bands_of_money_share_their_border(write: Write) -> None:
    found = write(bands("at_least").replace("less_than", "at_most"))
    assert found.codes == ["authority_overlap"]
    assert "第 1 行与第 2 行同时适用：「request.amount」=5000。请把其中一行的条件写窄" in found.problems[0].message


def test_table_whose_rows_add_up_may_overlap_and_leave_gaps(write: Write) -> None:
    table = """\
- {table: authority, in: [matter], hit: all, cites: [T-1], rows: [
    {when: {matter: quality}, do: [{notify: head}]}, {when: {matter: quality}, do: [{notify: director}]}]}
"""
    assert write(MATTER + table).problems == ()


def test_row_that_reads_a_fact_not_declared(faulty: Faulty) -> None:
    table = "- {table: authority, in: [matter], cites: [T-1], else: {then: {approver: head}}, rows: [\n"
    faulty(
        "row_reads_undeclared",
        MATTER + table + "    {when: {bears: true}, then: {approver: head}}]}  # <-\n",
        MATTER + table + "    {when: {matter: delay}, then: {approver: head}}]}\n",
        zh="这一行用到“工队承担”，但“依据的事实”里没有它；请补进去",
        en="The row reads bears, which `in` does not name",
    )


def test_row_must_compare_with_constants(faulty: Faulty) -> None:
    table = "- {table: authority, in: [request.amount], cites: [T-1], else: {then: {approver: head}}, rows: [\n"
    faulty(
        "row_not_constant",
        MATTER
        + table
        + "    {when: {request.amount: {at_least: {fact: contract.amount}}}, then: {approver: head}}]}  # <-\n",
        MATTER + table + "    {when: {request.amount: {at_least: 100}}, then: {approver: head}}]}\n",
        zh="只能拿事实与常数相比",
        en="compares facts with constants only",
    )


FORM = """
- {paper: form, fields: {reason: text, ready: yes_no}, cites: [T-1]}
- {procedure: claim, cites: [T-1], steps: {ask: {by: clerk, fill: [form], out: {asked: end}}}}
"""


def test_gate_whose_condition_contradicts_itself(faulty: Faulty) -> None:
    faulty(
        "gate_never_opens",
        FORM + "- {gate: g, act: close, needs: {form.ready: true, not: {form.ready: true}}, cites: [T-1]}  # <-\n",
        FORM + "- {gate: g, act: close, needs: {form.ready: true}, cites: [T-1]}\n",
        zh="永远不会打开：条件自相矛盾",
        en="never opens: its condition contradicts itself",
    )


def test_gate_without_any_condition(faulty: Faulty) -> None:
    faulty(
        "gate_asks_nothing",
        FORM + "- {gate: g, act: close, title: 结案前确认, cites: [T-1]}  # <-\n",
        FORM + "- {gate: g, act: close, title: 结案前确认, needs: {form.ready: true}, cites: [T-1]}\n",
        zh="关卡“结案前确认”没有任何条件，拦不住任何人",
        en="The gate 'g' has no condition and stops nobody",
    )


def test_gate_that_records_every_act_needs_no_condition(write: Write) -> None:
    assert write(FORM + "- {gate: g, act: close, log: true, cites: [T-1]}\n").problems == ()


def test_gate_that_needs_a_fact_nobody_fills(write: Write) -> None:
    found = write(FORM + "- {gate: g, act: close, needs: {form.redy: true}, cites: [T-1]}  # <-\n")
    assert found.codes == ["gate_never_opens", "unfilled_field"]
    assert {p.place.line for p in found.problems} == set(found.marked)
    assert (
        "关卡「g」永远不会打开：没有人填写「form.redy」。请改“放行前提”，或让某个环节填写" in found.problems[0].message
    )


def test_gate_for_nobody(faulty: Faulty) -> None:
    faulty(
        "gate_never_opens",
        FORM + "- {gate: g, act: close, only: head, never: [head, clerk], cites: [T-1]}  # <-\n",
        FORM + "- {gate: g, act: close, only: head, never: clerk, cites: [T-1]}\n",
        zh="关卡「g」的“只限”与“禁止”是同样的人，谁也过不去；请去掉其一",
        en="names the same people in `only` and `never`",
    )


def test_gate_open_until_something_is_known_is_clean(write: Write) -> None:
    assert write(FORM + "- {gate: g, act: close, needs: {form.reason: {known: false}}, cites: [T-1]}\n").problems == ()


def waiting(second: str) -> str:
    return f"""
- {{paper: plan, fields: {{approved: yes_no}}, cites: [T-1]}}
- {{paper: money, fields: {{agreed: yes_no}}, cites: [T-1]}}
- procedure: claim
  cites: [T-1]
  steps:
    plan_it: {{by: clerk, act: decide_plan, fill: [plan], out: {{planned: pay_it}}}}
    pay_it: {{by: head, act: decide_money, fill: [money], out: {{paid: end}}}}
- {{gate: plan_first, act: decide_money, needs: {{plan.approved: true}}, cites: [T-1]}}  # <-
- {{gate: money_first, act: {second}, needs: {{money.agreed: true}}, cites: [T-1]}}
"""


def test_gates_waiting_for_each_other(faulty: Faulty) -> None:
    faulty(
        "gates_waiting_for_each_other",
        waiting("decide_plan"),
        waiting("close"),
        zh="互相等待，谁也不会先开：「plan_first」、「money_first」",
        en="wait for each other and none opens first: plan_first, money_first",
    )


STAFF = """
- {{paper: staff_form, fields: {{complainant: {{type: text, sealed: true}}, matter: text}}, cites: [T-1]}}
- {{procedure: staff, cites: [T-1], roles: {{tracker: {{set: opener}}}}, steps: {{take: {{by: {{role: tracker}}, fill: [staff_form], out: {{taken: {{then: end, do: [
    {effect}]}}}}}}}}}}
- {{gate: sealed_name, act: see, facts: [staff_form.complainant], only: [director, {{role: tracker}}], cites: [T-1]}}
"""


def test_sealed_fact_without_a_reader(faulty: Faulty) -> None:
    paper = "- {paper: form, fields: {\n    name: {type: text, sealed: true}},  # <-\n  cites: [T-1]}\n"
    flow = "- {procedure: p, cites: [T-1], steps: {ask: {by: clerk, fill: [form], out: {asked: end}}}}\n"
    faulty(
        "sealed_fact_leaks",
        paper + flow,
        paper + flow + "- {gate: who, act: see, facts: [form.name], only: director, cites: [T-1]}\n",
        zh="「form.name」是密封的，但没有关卡写明谁可以看；请加一条关卡：管住的动作选“查看”，“看不到的内容”写它，“只限”写可以看的人",
        en="no `see` gate says who may read it",
    )


def test_notice_that_spells_out_a_sealed_fact(faulty: Faulty) -> None:
    said = "say: '{staff_form.complainant} 投诉'}"
    faulty(
        "sealed_fact_leaks",
        STAFF.format(effect="{notify: head, " + said + "  # <-\n"),
        STAFF.format(effect="{notify: director, " + said + "\n"),
        zh="密封的「staff_form.complainant」会传给未获准查看的人",
        en="The sealed 'staff_form.complainant' would reach somebody not cleared",
    )


def test_paper_that_carries_a_sealed_field_to_somebody_not_cleared(faulty: Faulty) -> None:
    faulty(
        "sealed_fact_leaks",
        STAFF.format(effect="{issue: staff_form, to: [director, clerk]}  # <-\n"),
        STAFF.format(effect="{issue: staff_form, to: [director, {role: tracker}]}\n"),
        zh="会传给未获准查看的人",
        en="not cleared",
    )


def test_sealed_fact_copied_into_an_open_one(faulty: Faulty) -> None:
    faulty(
        "sealed_fact_leaks",
        STAFF.format(effect="{set: case.title, value: '关于 {staff_form.complainant}'}  # <-\n"),
        STAFF.format(effect="{set: case.title, value: '关于 {staff_form.matter}'}\n"),
        zh="密封的「staff_form.complainant」被抄进没有密封的“标题”；请把后者也设为保密，或不要抄",
        en="copied into 'case.title'",
    )


def adding(second: str) -> str:
    return (
        MATTER
        + f"""\
- {{fact: level, about: branch, cites: [T-1]}}
- {{table: authority, in: [matter, bears], hit: all, cites: [T-1], rows: [
    {{when: {{matter: quality}}, do: [{{set: level, value: high}}]}},
    {{when: {{bears: true}}, do: [{{notify: head}}]}},
    {second}]}}
"""
    )


def test_rows_that_set_a_fact_differently(faulty: Faulty) -> None:
    faulty(
        "contradictory_effects",
        adding("{when: {bears: true}, do: [{set: level, value: low}]}  # <-\n"),
        adding("{when: {matter: delay, bears: true}, do: [{set: level, value: low}]}\n"),
        zh="把「level」定成不同的结果",
        en="sets 'level' differently",
    )


def test_reactions_that_assign_a_role_differently(faulty: Faulty) -> None:
    flow = "- {procedure: claim, cites: [T-1], roles: {handler: {set: clerk}}, steps: {ask: {by: {role: handler}, out: {asked: end}}}}\n"
    first = "- {reaction: one, upon: case.urged, do: [{assign: handler, to: head}], cites: [T-1]}\n"
    second = "- {reaction: two, upon: [case.urged, case.supervised], when: {case.urgent: %s}, do: [{assign: handler, to: director}], cites: [T-1]}"
    faulty(
        "contradictory_effects",
        flow + first + second % "true" + "  # <-\n",
        flow
        + first.replace("upon: case.urged,", "upon: case.urged, when: {case.urgent: false},")
        + second % "true"
        + "\n",
        zh="把「handler」定成不同的结果",
        en="sets 'handler' differently",
    )
