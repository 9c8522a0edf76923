"""Facts are filled before they are read, names lead somewhere, and notices have receivers."""

from collections.abc import Callable
from typing import Any

from shouwen.rulebook.check import check

Faulty = Callable[..., None]
Write = Callable[..., Any]

FLOW = "- {procedure: complaint, cites: [T-1], steps: {take: {by: clerk, out: {taken: end}}}}\n"


def test_form_that_nobody_fills(faulty: Faulty) -> None:
    paper = "- {paper: form, title: 记录表, fields: {text: text}, cites: [T-1]}"
    faulty(
        "unfilled_field",
        FLOW + paper + "  # <-\n",
        FLOW.replace("by: clerk,", "by: clerk, fill: [form],") + paper + "\n",
        zh="表单“记录表”没有环节填写或发出",
        en="No step fills or issues the paper 'form'",
    )


def test_form_to_be_is_a_warning_until_something_uses_it(write: Write) -> None:
    paper = "- {paper: form, title: 记录表, cites: [T-1]}\n"
    (found,) = write(FLOW + paper).problems
    assert (found.code, found.level) == ("form_to_be", "warning")
    assert "表单“记录表”还没有字段，也没有环节填写或发出" in found.message
    assert write(FLOW.replace("by: clerk,", "by: clerk, fill: [form],") + paper).problems == ()


def test_field_that_is_never_shown(faulty: Faulty) -> None:
    flow = FLOW.replace("by: clerk,", "by: clerk, fill: [form],")
    shown = "all: [{form.serious: true}, {form.serious: false}]"
    faulty(
        "unfilled_field",
        flow
        + f"- {{paper: form, cites: [T-1], fields: {{serious: yes_no,\n   why: {{type: text, shown: {{{shown}}}}}}}}}  # <-\n",
        flow
        + "- {paper: form, cites: [T-1], fields: {serious: yes_no,\n   why: {type: text, shown: {form.serious: true}}}}\n",
        zh="的“显示条件”永远不成立",
        en="The condition for showing 'why' can never hold",
    )


def test_copies_and_seals_that_nothing_counts(faulty: Faulty) -> None:
    flow = FLOW.replace("by: clerk,", "by: clerk,\n   papers: [NEED],")
    paper = "- {paper: licence, title: 执照, cites: [T-1], fields: {FIELDS}}\n"
    for need, field, zh, en in (
        (
            "copies: 2",
            "copies: number",
            "这里要求“执照”2份，但表单没有地方登记；请给它加上字段“份数”（数字，代号「copies」），或在“联数与分送”里写明各份",
            "asked for in 2 copies",
        ),
        (
            "sealed: true",
            "sealed: yes_no",
            "这里要求“执照”盖章，但表单没有地方登记；请给它加上字段“已盖章”（是否，代号「sealed」），或在“联数与分送”里写明各份",
            "asked for sealed",
        ),
    ):
        bad = flow.replace("papers: [NEED],", f"papers: [{{paper: licence, {need}}}],  # <-\n  ")
        faulty(
            "copies_not_counted",
            bad + paper.replace("FIELDS", "text: text"),
            bad + paper.replace("FIELDS", field),
            zh=zh,
            en=en,
        )


def test_fact_that_is_read_but_never_filled(faulty: Faulty) -> None:
    react = "- {reaction: r, upon: case.opened, when: {measured: true}, do: [{notify: head}], cites: [T-1]}"
    fact = "- {fact: measured, type: yes_no, cites: [T-1]}\n"
    faulty(
        "unfilled_field",
        FLOW + fact + react + "  # <-\n",
        FLOW.replace("by: clerk,", "by: clerk, fill: [form],")
        + fact
        + react
        + "\n- {paper: form, fields: {measured: {type: yes_no, fact: measured}}, cites: [T-1]}\n",
        zh="要看「measured」，但没有任何环节填写它",
        en="'measured' is read here but nobody ever fills it",
    )


def early(first: str) -> str:
    return f"""
- {{paper: form, fields: {{measured: yes_no}}, cites: [T-1]}}
- procedure: complaint
  cites: [T-1]
  steps:
    take: {{by: clerk, out: {{local: look, known: {first}}}}}
    look: {{by: clerk, fill: [form], out: {{looked: work}}}}
    work: {{by: head, needs: {{form.measured: true}}, out: {{done: end}}}}  # <-
"""


def test_fact_that_some_way_leaves_unfilled(faulty: Faulty) -> None:
    faulty(
        "may_be_unknown",
        early("work"),
        early("look"),
        zh="走到环节「work」时「form.measured」可能还不知道",
        en="At the step 'work' the fact 'form.measured' may be unknown",
    )


def test_asking_whether_a_fact_is_known_is_no_early_read(write: Write) -> None:
    assert write(early("work").replace("{form.measured: true}", "{form.measured: {known: false}}")).problems == ()


def test_names_that_lead_nowhere(faulty: Faulty) -> None:
    paper = "- {paper: feedback, fields: {text: text}, cites: [T-1]}\n"
    step = (
        "- procedure: complaint\n  cites: [T-1]\n  steps:\n    take: {by: clerk, fill: [feedback%s], out: {taken: end}}"
    )
    faulty(
        "unknown_reference",
        paper + step % ", feedbak" + "  # <-\n",
        paper + step % "" + "\n",
        zh="没有叫「feedbak」的表单；是不是「feedback」？",
        en="There is no paper 'feedbak'; did you mean 'feedback'?",
    )


def test_role_that_no_procedure_gives(faulty: Faulty) -> None:
    step = "- procedure: complaint\n  cites: [T-1]\n  roles: {handler: {set: head}}\n  steps: {take: {by: {role: %s}, out: {taken: end}}}"
    faulty(
        "unknown_reference",
        step % "handlr" + "  # <-\n",
        step % "handler" + "\n",
        zh="是不是「handler」",
        en="no role 'handlr'",
    )


def test_event_that_nothing_emits(faulty: Faulty) -> None:
    react = "- {reaction: r, upon: %s, do: [{notify: head}], cites: [T-1]}"
    faulty(
        "unknown_event",
        FLOW + react % "complaint.taked" + "  # <-\n",
        FLOW + react % "complaint.taken" + "\n",
        zh="没有事件「complaint.taked」；是不是「complaint.taken」？",
        en="Nothing emits the event 'complaint.taked'",
    )


def test_notice_to_nobody(faulty: Faulty) -> None:
    react = "- {reaction: r, upon: case.opened, do: [{notify: %s}], cites: [T-1]}"
    faulty(
        "notice_without_receiver",
        FLOW + react % "[]" + "  # <-\n",
        FLOW + react % "[head]" + "\n",
        zh="没有收件人",
        en="has no receiver",
    )


def test_notice_to_a_superior_that_does_not_exist(faulty: Faulty) -> None:
    react = "- {reaction: r, upon: case.opened, do: [{notify: {superior_of: %s}}], cites: [T-1]}"
    faulty(
        "notice_without_receiver",
        FLOW + react % "director" + "  # <-\n",
        FLOW + react % "head" + "\n",
        zh="“总监”的上级，但这个岗位没有写上级",
        en="superior of 'director', who has none",
    )


def test_letter_that_goes_to_nobody(faulty: Faulty) -> None:
    letter = "- {paper: letter, sort: letter, title: 函, fields: {text: text}%s, cites: [T-1]}\n"
    react = "- {reaction: r, upon: case.opened, do: [{issue: letter}], cites: [T-1]}"
    faulty(
        "notice_without_receiver",
        FLOW + letter % "" + react + "  # <-\n",
        FLOW + letter % ", send: {to: {outside: customer}, via: letter}" + react + "\n",
        zh="文件“函”没有收件人",
        en="The paper 'letter' has no receiver",
    )


def test_receipt_by_a_way_that_gives_none(faulty: Faulty) -> None:
    letter = (
        "- {paper: letter, sort: letter, fields: {text: text}, send: {to: head, via: %s, receipt: true}, cites: [T-1]}"
    )
    react = "- {reaction: r, upon: case.opened, do: [{issue: letter}], cites: [T-1]}\n"
    faulty(
        "notice_without_receiver",
        FLOW + react + letter % "[phone]" + "  # <-\n",
        FLOW + react + letter % "[phone, hand]" + "\n",
        zh="要求签收回执，但“电话”给不出回执；请加“快递”、“电子邮件”、“传真”、“当面递交”、“站内”、“信函”、“邮寄”之一",
        en="A receipt is asked for, but phone can give none",
    )


def test_parameters_are_noted(write: Write) -> None:
    flow = FLOW.replace(
        "by: clerk,",
        "by: clerk, due: {a: {from: step.opened, within: {value: 3d, confirm: 源文未定}, mode: record}, "
        "b: {from: step.opened, within: {value: , confirm: 源文留空}, mode: record}},",
    )
    book = write(flow).loaded
    notes = {p.code: p for p in check(book.rulebook, book.places)}
    assert set(notes) == {"to_confirm", "dormant"}
    assert {p.level for p in notes.values()} == {"note"}
    assert "源文未定（现为3日" in notes["to_confirm"].message
    assert "源文留空" in notes["dormant"].message


def test_form_that_closing_asks_for_but_nobody_fills(faulty: Faulty) -> None:
    flow = "- {procedure: complaint, cites: [T-1], steps: {take: {by: clerk%s, out: {taken: end}}}, close: {papers: [form]}}\n"
    paper = "- {paper: form, fields: {text: text}, cites: [T-1]}"
    faulty(
        "unfilled_field",
        flow % "" + paper + "  # <-\n",
        flow % ", papers: [form]" + paper + "\n",
        zh="没有环节填写或发出",
        en="No step fills or issues the paper 'form'",
    )


def test_sealed_readers_of_a_fact_that_does_not_exist(faulty: Faulty) -> None:
    gate = "- {gate: g, act: see, facts: [case.titel], only: head, cites: [T-1]}"
    faulty(
        "unfilled_field",
        FLOW + gate + "  # <-\n",
        FLOW + gate.replace("titel", "title") + "\n",
        zh="这里要看「case.titel」，但没有任何环节填写它；是不是“标题”「case.title」？",
        en="'case.titel' is read here",
    )
