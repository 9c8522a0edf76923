"""Replies, notes and promises: what may go, who is told, who wrote what."""

from pathlib import Path
from typing import Any

import pytest
from tests.cases.house import AT, DESK, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.forms import Invalid
from shouwen.cases.models import Message
from shouwen.cases.phrases import hits
from shouwen.documents.actions import add_file
from shouwen.people import actions as people
from shouwen.people.teams import teams
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, Notice, Outbox

pytestmark = pytest.mark.django_db

WORDS = """
- {wording: arguing, title: 忌用语, sort: forbidden, mode: warn, phrases: [不归我管], instead: {不归我管: 我帮您联系}, cites: [DESK-1]}
- {wording: promises, title: 越权承诺, sort: forbidden, mode: block, phrases: [一定全额退款], cites: [DESK-5]}
- {gate: mind_the_words, title: 用语, act: reply, mode: warn, needs: {any: [{text.forbidden_hits: {known: false}}, {text.forbidden_hits: 0}]}, say: 请改写或说明理由, cites: [DESK-1.1]}
- {gate: opinion_first, title: 先审核再回复, act: reply, needs: {grade: {known: true}}, say: 审核之前不得回复客户。, cites: [DESK-2]}
"""

ANSWER = "    answer: {title: 24小时内答复"
AGREED = (
    "    agreed: {title: 约定时间答复, from: promise.made, by: {fact: promise.reply_at}, until: customer.answered,"
    " promise: true, cites: [DESK-1.2]}\n"
)


@pytest.fixture
def strict(house: House, tmp_path: Path) -> House:
    """The same company under an edition that minds what is said."""
    text = (DESK / "desk.yaml").read_text(encoding="utf-8")
    text = text.replace('edition: {id: "1", in_force: 2026-01-01}', 'edition: {id: "2", in_force: 2026-01-02}')
    text = text.replace(ANSWER, f"{AGREED}{ANSWER}", 1)
    (tmp_path / "desk.yaml").write_text(f"{text.rstrip()}{WORDS}", encoding="utf-8")
    rulebooks.install(path=tmp_path, by=None, at=AT)
    return house


def say(house: House, case_id: int, text: str, *, by: str = "alice", **more: object) -> actions.Receipt:
    return actions.reply(case_id=case_id, text=text, by=house[by], at=AT + HOUR, **more)  # type: ignore[arg-type]


def notices(house: House, name: str) -> list[str]:
    return list(Notice.objects.filter(person=house[name]).order_by("pk").values_list("kind", flat=True))


def test_words_the_rulebook_warns_of_need_a_reason_that_stays_on_record(strict: House) -> None:
    case_id = strict.open()
    strict.to_handling(case_id)
    with pytest.raises(actions.Refused) as refused:
        say(strict, case_id, "这个不归我管")
    assert [each.say for each in refused.value.refusals] == ["请改写或说明理由"]
    say(strict, case_id, "这个不归我管", reason="客户原话")
    line = next(each for each in strict.page(case_id, "alice", AT + HOUR).timeline if each.kind == "reply")
    assert line.why == "保留“不归我管”：客户原话"


def test_a_promise_beyond_authority_is_not_sent_whatever_the_reason(strict: House) -> None:
    case_id = strict.open()
    strict.to_handling(case_id)
    with pytest.raises(Invalid, match=r"一定全额退款.*DESK-5"):
        say(strict, case_id, "一定全额退款", reason="客户要求")
    assert not Message.objects.exists()


def test_where_no_gate_asks_for_the_reason_the_desk_does(house: House, tmp_path: Path) -> None:
    text = (DESK / "desk.yaml").read_text(encoding="utf-8").rstrip() + WORDS.splitlines()[1].join("\n\n")
    text = text.replace('edition: {id: "1", in_force: 2026-01-01}', 'edition: {id: "2", in_force: 2026-01-02}')
    (tmp_path / "desk.yaml").write_text(text, encoding="utf-8")
    rulebooks.install(path=tmp_path, by=None, at=AT)
    case_id = house.open()
    with pytest.raises(Invalid, match="不归我管"):
        say(house, case_id, "这个不归我管")
    say(house, case_id, "这个不归我管", reason="客户原话")


def test_a_hit_says_list_ground_and_better_words(strict: House) -> None:
    (hit,) = hits("这不，归 我管", rulebooks.rulebook("DESK/2"))
    assert (hit.phrase, hit.title, hit.instead, hit.clauses) == ("不归我管", "忌用语", "我帮您联系", ("DESK-1",))


def test_the_lock_is_said_beforehand_and_goes_with_its_ground(strict: House) -> None:
    case_id = strict.open()
    lock = strict.page(case_id, "alice", AT).lock
    assert lock is not None
    assert "审核之前不得回复客户" in lock.words
    assert lock.clauses == ("DESK-2",)
    with pytest.raises(actions.Refused):
        say(strict, case_id, "您好")
    strict.to_handling(case_id)
    assert strict.page(case_id, "alice", AT).lock is None


def test_what_is_locked_does_not_get_out_by_another_way(strict: House) -> None:
    case_id, due = strict.open(), AT + 5 * HOUR
    with pytest.raises(actions.Refused):
        say(strict, case_id, "先告诉您结果", interim=True)
    with pytest.raises(actions.Refused):
        say(strict, case_id, "明天给您结果", reply_at=due, key="k1")
    with pytest.raises(actions.Refused):
        actions.act(case_id=case_id, act="reply", by=strict["alice"], at=AT + HOUR)
    with pytest.raises(Invalid, match="约定里只记时间"):
        actions.promise(case_id=case_id, reply_at=due, words="结果是全额赔付", by=strict["alice"], at=AT + HOUR)
    for act in ("take", "export", "reply"):
        with pytest.raises(Invalid, match="动作不带这一项"):
            actions.act(case_id=case_id, act=act, facts={"grade": "minor"}, by=strict["alice"], at=AT + HOUR)
    draft = actions.hand_draft(
        case_id=case_id, kind="reply", text="结果", to=strict["dora"], by=strict["alice"], at=AT + HOUR
    )
    taken = actions.take_draft(draft_id=draft.pk, by=strict["dora"], at=AT + HOUR)
    assert taken is not None
    with pytest.raises(actions.Refused):
        say(strict, case_id, taken.text, by="dora", beside=actions.Beside(draft=taken.pk))
    assert not Message.objects.exists()
    assert not Clock.objects.filter(subject=case_id, due_at=due).exists()
    actions.promise(case_id=case_id, reply_at=due, by=strict["alice"], at=AT + HOUR)
    assert Clock.objects.filter(subject=case_id, due_at=due, promise=True, stopped_at=None).count() == 1


def test_a_variable_never_leaves_as_its_own_name(house: House) -> None:
    case_id = house.open()
    with pytest.raises(Invalid, match="答复时间"):
        say(house, case_id, "我们{答复时间}前回复")


def test_a_reply_with_a_promised_time_starts_its_clock_in_one_act(strict: House) -> None:
    case_id = strict.open()
    strict.to_handling(case_id)
    due = AT + 5 * HOUR
    for _ in range(2):
        say(strict, case_id, "今天下午两点前回复您", reply_at=due, key="k1")
    assert Clock.objects.filter(subject=case_id, title="约定时间答复", due_at=due, stopped_at=None).count() == 1
    assert Message.objects.filter(case=case_id).count() == 1


def test_a_promise_in_the_past_takes_the_reply_back_with_it(house: House) -> None:
    case_id = house.open()
    with pytest.raises(actions.Refused):
        say(house, case_id, "昨天回复您", reply_at=AT - HOUR)
    assert not Message.objects.exists()


def test_an_internal_note_never_leaves(house: House) -> None:
    case_id = house.open()
    before = Outbox.objects.count()
    actions.note(case_id=case_id, text="客户难缠，不归我管 {x}", by=house["alice"], at=AT)
    assert Outbox.objects.count() == before
    assert Message.objects.get().kind == "note"
    assert not Clock.objects.filter(subject=case_id, stopped_at__isnull=False).exists()


def test_files_go_with_a_message_and_only_those_of_the_case(house: House) -> None:
    case_id, other = house.open(), house.open(title="别的")
    own = add_file(subject=case_id, name="a.txt", content=b"x", by=house["alice"], at=AT)
    strange = add_file(subject=other, name="b.txt", content=b"x", by=house["alice"], at=AT)
    say(house, case_id, "", beside=actions.Beside(files=[str(own.pk)]))
    assert house.page(case_id, "alice", AT).timeline[-1].files == (own.pk,)
    with pytest.raises(Invalid, match="不属于本事项"):
        say(house, case_id, "看附件", beside=actions.Beside(files=[str(strange.pk)]))


def test_whoever_is_called_by_name_is_told_if_they_may_see_the_case(house: House) -> None:
    case_id = house.open()
    actions.note(case_id=case_id, text="@Lee 请看，@Olga 也看", by=house["alice"], at=AT)
    assert notices(house, "lee")[-1] == "case.mentioned"
    assert "case.mentioned" not in notices(house, "olga")


def test_of_two_with_one_name_only_the_chosen_one_is_told(house: House) -> None:
    case_id = house.open()
    twin = str(people.hire(name="Lee", email="lee2@example.com", user=None, by=None, at=AT).pk)
    actions.note(case_id=case_id, text="@Lee 请看", by=house["alice"], at=AT)
    assert "case.mentioned" not in notices(house, "lee")
    beside = actions.Beside(mentions=[house["lee"]])
    actions.note(case_id=case_id, text="@Lee 请看", beside=beside, by=house["alice"], at=AT)
    assert notices(house, "lee")[-1] == "case.mentioned"
    assert not Notice.objects.filter(person=twin).exists()


def test_a_follower_hears_of_every_word_until_they_no_longer_follow(house: House) -> None:
    case_id = house.open()
    actions.follow(case_id=case_id, person=house["dora"], at=AT)
    say(house, case_id, "已安排")
    assert notices(house, "dora")[-1] == "case.followed"
    told = len(notices(house, "dora"))
    actions.unfollow(case_id=case_id, person=house["dora"], at=AT)
    actions.note(case_id=case_id, text="再记一笔", by=house["alice"], at=AT)
    assert len(notices(house, "dora")) == told


def test_a_draft_handed_on_keeps_who_wrote_what(house: House) -> None:
    case_id = house.open()
    given = actions.hand_draft(
        case_id=case_id, kind="reply", text="王女士您好，", to=house["dora"], by=house["alice"], at=AT
    )
    assert notices(house, "dora")[-1] == "draft.handed"
    assert actions.take_draft(draft_id=given.pk, by=house["amy"], at=AT) is None
    assert actions.take_draft(draft_id=given.pk, by=house["dora"], at=AT) is not None
    assert queries.draft(house["dora"], f"{case_id}:message")["text"] == ["王女士您好，"]
    beside = actions.Beside(draft=given.pk)
    actions.note(case_id=case_id, text="王女士您好，已修好。", beside=beside, by=house["dora"], at=AT)
    line = house.page(case_id, "alice", AT).timeline[-1]
    assert (line.by, line.drafted) == ("Dora", (("Alice", "王女士您好，"),))


def test_a_draft_goes_to_nobody_who_cannot_open_the_case(house: House) -> None:
    case_id = house.open()
    with pytest.raises(Invalid, match="看不到"):
        actions.hand_draft(case_id=case_id, kind="reply", text="您好", to=house["olga"], by=house["alice"], at=AT)


def test_a_reply_is_handed_to_nobody_who_may_not_reply(house: House) -> None:
    case_id, viewer = house.open(), house.viewer("alice")
    units = teams(viewer, house.branch)
    offered = {
        kind: {member.name for group in queries.takers(viewer, case_id, kind, units) for member in group.members}
        for kind in ("reply", "note")
    }
    # A leader reads the case and writes notes, but no replies; one's own name is no choice.
    assert offered["reply"] >= {"Dora"}
    assert "Lee" not in offered["reply"]
    assert offered["note"] >= {"Dora", "Lee"}
    assert not {"Alice", "Olga"} & (offered["reply"] | offered["note"])
    given: dict[str, Any] = {"case_id": case_id, "text": "您好", "to": house["lee"], "by": house["alice"], "at": AT}
    with pytest.raises(Invalid, match="不能在本事项中回复客户"):
        actions.hand_draft(kind="reply", **given)
    assert queries.handed(house.viewer("lee"), case_id) == ()
    actions.hand_draft(kind="note", **given)
    assert [one.kind for one in queries.handed(house.viewer("lee"), case_id)] == ["note"]


def test_those_who_are_here_see_each_other_type_and_leave(house: House) -> None:
    case_id = house.open()
    actions.look(case_id=case_id, person=house["alice"], typing="reply")
    actions.look(case_id=case_id, person=house["lee"])
    assert [(one.name, one.typing) for one in queries.who_is_here(house.viewer("lee"), case_id)] == [("Alice", "reply")]
    actions.leave(case_id=case_id, person=house["alice"])
    assert queries.who_is_here(house.viewer("lee"), case_id) == ()


def test_names_are_found_by_pinyin_and_only_who_may_open_the_case(house: House) -> None:
    case_id = house.open()
    wang = people.hire(name="王敏", email="wm@example.com", user=None, by=None, at=AT).pk
    people.place(person=wang, post="leader", unit=house.branch, starts_on=AT.date(), by=None, at=AT)
    viewer = house.viewer("alice")
    for asked in ("wm", "wangm", "王"):
        assert [one.name for one in queries.colleagues(viewer, case_id, asked)] == ["王敏"]
    assert queries.colleagues(viewer, case_id, "olga") == ()


def test_a_long_thread_is_read_stretch_by_stretch_without_gap_or_repeat(house: House) -> None:
    case_id = house.open()
    for number in range(12):
        actions.note(case_id=case_id, text=f"第{number}条", by=house["alice"], at=AT)
    page = queries.case_page(house.viewer("alice"), case_id, AT, most=5)
    texts, earlier = [entry.text for entry in page.timeline if entry.kind == "note"], page.earlier
    while earlier is not None:
        part = queries.thread(house.viewer("alice"), case_id, before=earlier, most=5)
        texts, earlier = [entry.text for entry in part.entries if entry.kind == "note"] + texts, part.earlier
    assert texts == [f"第{number}条" for number in range(12)]


def test_a_reply_is_one_line_with_its_clauses(house: House) -> None:
    case_id = house.open()
    say(house, case_id, "已安排师傅上门")
    lines = [each for each in house.page(case_id, "alice", AT + HOUR).timeline if "回复客户" in each.title]
    assert len(lines) == 1
    assert lines[0].text == "已安排师傅上门"
