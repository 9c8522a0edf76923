"""Rules say themselves in plain Chinese and English, as people read them on the 制度 page."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from shouwen.rulebook import words
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Do, Due, PaperNeed, Rulebook
from shouwen.rulebook.span import parse_span, show_span
from shouwen.rulebook.walk import walk
from shouwen.rulebook.words.effects import do_words
from shouwen.rulebook.words.steps import papers_words
from shouwen.rulebook.words.times import due_words
from shouwen.rulebook.words.tongue import Tongue

BOOK = """\
rulebook: T
title: 试验
edition: {id: '1', in_force: 2026-01-01}
words: {at_once: {value: 15min, confirm: 源文“立即”}}
parties: {customer: 客户}
rules:
- {post: clerk, title: 客服助理, cites: [T-1]}
- {post: head, title: 客服副总监, count: 1, superior: director, cites: [T-1]}
- {post: director, title: 总监, cites: [T-1]}
- {fact: grade, title: 投诉程度, scale: [general, serious], titles: {general: 一般, serious: 严重}, cites: [T-1]}
- {fact: said_again, title: 相近件数, count: {of: case, alike: 60, last: 90d}, cites: [T-1]}
- {fact: repeats, title: 重复次数, count: {of: case, last: 90d}, cites: [T-1]}
- paper: notice
  title: 投诉处理通知单
  fields: {text: {type: long_text, title: 事由}, day: {type: date, title: 期限}}
  send: {to: head, via: fax}
  cites: [T-1]
- procedure: complaint
  title: 客户投诉
  cites: [T-1]
  roles: {tracker: {title: 跟踪人, set: opener}}
  steps:
    review:
      title: 审核
      by: {post: head, exclude: [{role: tracker}], otherwise: director}
      fill: notice
      judge: grade
      due: {r: {title: 限时, from: notice.received, within: 24h, on_miss: [{notify: [director, {superior_of: head}]}]}}
      rounds: {most: 3, then: legal}
      out: {general: review, serious: {then: legal, title: 上报, do: [{issue: notice, to: {outside: customer}}]}}
    legal: {title: 移交, by: {all: [head, director]}, out: {taken: end}}
- gate: money
  title: 先批后付
  act: pay
  when: {grade: serious}
  needs: {all: [{repeats: {at_least: 2}}, {any: [{notice.text: {known: true}}, {house.occupied_on: {past: 3mo}}]}]}
  only: director
  cites: [T-1]
- {reaction: again, upon: [complaint.opened, review.serious], when: {repeats: {more_than: 1}}, do: [{notify: head}, {open: complaint}], cites: [T-1]}
- {duty: calls, title: 回访, by: clerk, per: contract, due: {a: {from: contract.started, at: 10d, about: 2d}, b: {each: month, by: next_month.3, need: {at_least: 2, of: callback}}}, cites: [T-1]}
- {table: who, title: 权限表, in: [grade], rows: [{when: {grade: serious}, then: {approver: director, sign: [notice]}}], else: {then: {approver: head}}, cites: [T-1]}
- {reaction: at_once, upon: journalist.called, do: [{task: 报告, by: head, due: {from: journalist.called, within: at_once}}], cites: [T-1]}
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    return loaded.rulebook


def rule(book: Rulebook, name: str, lang: words.Lang = "zh") -> str:
    return words.sentence(next(rule for rule in book.rules if rule.name == name), book, lang)


def test_rules_in_chinese(book: Rulebook) -> None:
    assert rule(book, "head") == "客服副总监，编制1人，上级为总监。"
    assert rule(book, "grade") == "投诉程度由轻到重分一般、严重。"
    assert rule(book, "repeats") == "重复次数：按最近90日的案件统计。"
    assert rule(book, "said_again") == "相近件数：按最近90日的文字相似度达60%的案件统计。"
    assert rule(book, "notice") == "《投诉处理通知单》写明事由、期限，送客服副总监。"
    assert rule(book, "money") == (
        "当投诉程度为严重，“pay”须重复次数不少于2，且（事由已知，或入住日期已满3个月）；只有总监可以；不符合则不得进行。"
    )
    assert rule(book, "again") == "一旦客户投诉立案或“审核”上报，且重复次数多于1：通知客服副总监；立案“客户投诉”。"
    assert rule(book, "calls") == "客服助理应办“回访”，每个合同：开工后第10日（±2日）；每月，下月3日前，至少2次回访。"
    assert rule(book, "at_once") == "一旦记者来访来电：客服副总监在15分钟（立即）内办理“报告”。"


def test_rules_in_english(book: Rulebook) -> None:
    assert rule(book, "head", "en") == "head, headcount 1, under director."
    assert rule(book, "money", "en") == (
        "If grade is serious, 'pay' needs repeats is at least 2 and (text is known or house occupied on is at least 3 months ago)"
        " and is for director only; otherwise it is refused."
    )
    assert rule(book, "again", "en") == (
        "When complaint opened or 'review' gives 'serious' and repeats is more than 1: notify head; open a case 'complaint'."
    )


def test_a_step_says_who_what_until_when_and_what_follows(book: Rulebook) -> None:
    procedure = book.procedures["complaint"]
    assert words.step_sentences("review", procedure.steps["review"], procedure, book) == (
        "“审核”由客服副总监（不含跟踪人），无人时由总监办理，填写《投诉处理通知单》，判定投诉程度。",
        "时限“限时”：自签收《投诉处理通知单》起24小时内；超时则通知总监、客服副总监的上级。",
        "结果“一般”→ 审核。",
        "结果“上报”→ 移交，并发出《投诉处理通知单》给客户。",
        "最多3次，之后转“移交”。",
    )
    assert words.step_sentences("legal", procedure.steps["legal"], procedure, book, "en") == (
        "'legal' is done by head and director.",
        "Outcome 'taken' leads to the end.",
    )


def test_what_is_told_at_once_says_so(book: Rulebook) -> None:
    told = Do.model_validate({"notify": ["director"], "at_once": True})
    assert do_words(told, Tongue(book, "zh")) == "立即通知总监"
    assert do_words(told, Tongue(book, "en")).endswith(" at once")
    with pytest.raises(ValidationError, match="at_once goes with notify or escalate"):
        Do.model_validate({"task": "写报告", "at_once": True})


def test_papers_are_asked_for_in_copies_and_sealed(book: Rulebook) -> None:
    need = PaperNeed(paper="notice", copies=3, sealed=True)
    assert papers_words((need,), Tongue(book, "zh")) == "《投诉处理通知单》3份（盖章）"
    assert papers_words((need,), Tongue(book, "en")) == "notice in 3 copies (sealed)"


def test_a_row_names_posts_and_papers(book: Rulebook) -> None:
    row = book.tables["who"].rows[0]
    assert words.row_sentence(row, book) == "当投诉程度为严重：审批人：总监、签署文件：《投诉处理通知单》。"
    assert words.row_sentence(row, book, "en") == "If grade is serious: approver: director, sign: notice."


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shipped_rule_can_say_itself(lang: words.Lang) -> None:
    for _, _, path in shipped():
        book = load(path).rulebook
        assert book is not None
        for part in (*book.rules, *book.blocks):
            sentence = words.sentence(part, book, lang)
            assert sentence
            assert "None" not in sentence
            assert "{" not in sentence
        for procedure in book.procedures.values():
            for name, step in procedure.steps.items():
                assert all(words.step_sentences(name, step, procedure, book, lang))


def test_of_two_steps_with_one_name_that_one_speaks_which_has_the_outcome() -> None:
    """In DECOR a complaint and a staff complaint both have a step `record`; only one of them can be solved at once."""
    decor = next(load(path).rulebook for name, _edition, path in shipped() if name == "decor")
    assert decor is not None
    assert words.event("record.solved", decor) == "“倾听并记录投诉”已当场解决"


def test_steps_of_one_name_in_two_procedures_keep_their_own_titles() -> None:
    """In LUOYANG a survey and a refund both have a step `collect`; each procedure speaks of its own."""
    luoyang = next(load(path).rulebook for name, _edition, path in shipped() if name == "luoyang")
    assert luoyang is not None
    survey, refund = luoyang.procedures["survey_round"], luoyang.procedures["renovation_refund"]
    told = words.step_sentences("issue", survey.steps["issue"], survey, luoyang)
    assert told[-1] == "结果“已发放”→ 收回满意度调查表。"
    count = survey.steps["count"].due["count"]
    assert words.due(count, luoyang, procedure="survey_round") == "自“收回满意度调查表”已收回起3个工作日内"
    before = next(step for step in refund.steps.values() if "collect" in {way.then for way in step.out.values()})
    assert any("收原件、收据和出入卡" in each for each in words.step_sentences("x", before, refund, luoyang))


def test_whom_a_table_names_is_told_with_the_table() -> None:
    decor = next(load(path).rulebook for name, _edition, path in shipped() if name == "decor")
    assert decor is not None
    who = decor.procedures["authority_request"].steps["decide"].by
    assert who is not None
    assert words.who(who, decor) == "按“处理客户投诉职责与权限表”中的审批人确定的人"


def test_a_group_and_what_the_case_before_knew_are_called_by_their_titles() -> None:
    norm = next(load(path).rulebook for name, _edition, path in shipped() if name == "norm")
    assert norm is not None
    investigate = norm.procedures["violation"].steps["investigate"].by
    hear = norm.procedures["appeal"].steps["hear"].by
    assert investigate is not None
    assert hear is not None
    assert words.who(investigate, norm).startswith("调查小组成员（不含")
    assert "按原事项“责任认定”的办理人确定的人" in words.who(hear, norm)
    assert "person of 'decide' of the parent case" in words.who(hear, norm, "en")


def test_acts_are_called_by_what_people_do() -> None:
    norm = next(load(path).rulebook for name, _edition, path in shipped() if name == "norm")
    assert norm is not None
    assert words.sentence(norm.reactions["taken_out"], norm).startswith("一旦有人导出：")
    assert "“本人表示是否申诉”须" in words.sentence(norm.gates["appeal_window"], norm)


def test_days_that_start_a_limit_are_called_by_the_form_or_the_milestone() -> None:
    margin = next(load(path).rulebook for name, _edition, path in shipped() if name == "margin")
    assert margin is not None
    assert words.event("first_intake.opened_on", margin) == "信用账户开立日期"
    assert words.event("credit_account.opened", margin) == "信用账户开立"
    assert words.event("credit_account.opened", margin, "en") == "credit account opened"


@pytest.mark.parametrize("path", [path for _name, _edition, path in shipped()], ids=lambda path: path.parent.name)
def test_a_word_for_a_length_of_time_is_said_with_what_it_stands_for(path: Path) -> None:
    """及时 that stands for two hours of the office is never told as two hours of the clock."""
    rulebook = load(path).rulebook
    assert rulebook is not None
    for rule in rulebook.rules:
        for _path, due in walk(rule, rule.name):
            figure = rulebook.header.words.get(due.within.value or "") if isinstance(due, Due) and due.within else None
            if figure is not None and figure.value:
                assert show_span(parse_span(figure.value)) in due_words(due, Tongue(rulebook, "zh"))


def test_hours_of_the_clock_say_why_they_are_no_hours_of_the_office() -> None:
    """CAMPUS keeps a complaint within three days, so its 及时 runs on at night; who confirms the figure reads so."""
    rulebook = load(next(path for name, _edition, path in shipped() if name == "campus")).rulebook
    assert rulebook is not None
    limits = rulebook.procedures["complaint"].steps["tell"].due["tell"]
    assert limits.within is not None
    assert "2小时内" in due_words(limits, Tongue(rulebook, "zh"))
    assert "不按工作时间计" in str(limits.within.confirm)
