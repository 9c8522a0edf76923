"""The demonstration company: everybody in place, cases that really went through the rules, sign-ins that open the door."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from shouwen.analytics import queries as history
from shouwen.authoring.signing import managers
from shouwen.base.actions import found_installation
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.cases import queries
from shouwen.cases.models import Case
from shouwen.cases.queries import Filters
from shouwen.config import demo
from shouwen.config.demo import written
from shouwen.config.demo.history import ALIKE
from shouwen.config.demo.organisation import found_company, ways
from shouwen.config.demo.trades import organisation, trades
from shouwen.people.access import Viewer, viewer_for
from shouwen.people.actions import found_unit
from shouwen.people.posts import posts_of
from shouwen.people.queries import all_units, stand_ins, units_for, vacant_posts
from shouwen.runtime import rulebooks
from shouwen.runtime.verify import verify

pytestmark = pytest.mark.django_db
SOME = 0.2
TEN = 10


@pytest.fixture(autouse=True)
def _rulebooks_are_read_anew() -> None:
    """What the test before installed was taken back with its transaction."""
    rulebooks.forget()


def viewer(username: str) -> Viewer:
    found = viewer_for(User.objects.get(username=username), now())
    assert found is not None
    return found


def test_every_post_of_every_rulebook_is_held() -> None:
    at = now()
    found_company(at=at - timedelta(days=1), today=at)
    assert {"DECOR/2005-08", "GREEN/2024", *(trade.book.key for trade in trades())} == set(rulebooks.installed())
    assert len(rulebooks.installed()) == TEN
    for key in rulebooks.installed():
        assert vacant_posts(posts_of(rulebooks.rulebook(key)), at=at) == ()
    assert {one.instead_of_name for one in stand_ins(at=at)} == {"白若律", "芦秀芝"}


def test_nothing_invented_enters_real_work() -> None:
    found_installation(company="安居装饰", is_demo=False, at=now())
    with pytest.raises(demo.NotADemonstrationError):
        demo.build(say=print)
    assert demo.sign_ins() == ()
    assert not User.objects.exists()


def every_subsidiary_is_at_work() -> None:
    """Open cases and closed ones in each, seen by its own."""
    for trade in trades():
        head = viewer(trade.written.users[1])
        assert {place.code for place in units_for(head)} <= set(trade.units)
        cases = Case.objects.filter(edition=trade.book.key)
        assert {case.closed_at is None for case in cases} == {True, False}, trade.book.key


def every_company_has_its_history() -> None:
    """Whoever leads one sees its messages alone: answered in time, late and never, one bad row, and what many wrote about."""
    for username in ("zongjian", "lvhua", *(trade.written.users[1] for trade in trades())):
        head = viewer(username)
        (run,) = history.runs_for(head)
        cases, came, to_come = history.counts(run)
        assert (run.faulty, cases) == (1, 21), username
        assert 15 < came < cases, username
        assert to_come == 0, username
        assert all(share.kept and share.late for share in history.shares(run)), username
        assert history.bursts(run, head)[0].people >= len(ALIKE), username


def test_a_demonstration_lives(client: Client) -> None:
    found_installation(company="示范公司", is_demo=True, at=now())
    said: list[str] = []
    stage = demo.build(say=said.append, share=SOME)
    assert stage is not None
    assert stage.refused == []
    assert len(said) > 2
    # What is guessed is refused now and then; most of it goes its way.
    assert len(stage.declined) < stage.done / 5
    whoever_leads_all_sees_what_was_played(stage.opened)
    assert list(verify()) == []
    every_subsidiary_is_at_work()
    every_company_has_its_history()
    each_sees_what_their_posts_let_them()
    # A second start finds everything there.
    assert demo.build(say=said.append) is None
    all_who_may_sign_in_find_a_page(client)


def whoever_leads_all_sees_what_was_played(opened: int) -> None:
    boss = viewer("fawu")
    rows = queries.listing(boss, Filters(), after=None).rows
    assert len(rows) > opened
    assert {"archived", "working"} <= {row.state for row in rows}
    assert {row.edition for row in rows} <= set(rulebooks.installed())
    assert max(row.opened_at for row in rows) <= now()
    kept = queries.compliance(boss, "DECOR/2005-08", now() - timedelta(days=60), now())
    assert sum(clause.kept for clause in kept) > 50


def each_sees_what_their_posts_let_them() -> None:
    # Whoever leads one company sees that one, to its last branch.
    own = queries.listing(viewer("zongjian"), Filters(), after=None).rows
    assert {row.edition for row in own} == {"DECOR/2005-08", "MESSAGES/2011"}
    # Its people have work waiting, and see no more than their posts let them.
    assert any(queries.my_tasks(viewer(way.username), now()) for way in demo.sign_ins())
    green = queries.listing(viewer("lvhua"), Filters(), after=None).rows
    assert {row.edition for row in green} == {"GREEN/2024", "MESSAGES/2011"}


def all_who_may_sign_in_find_a_page(client: Client) -> None:
    for way in demo.sign_ins():
        user = User.objects.get(username=way.username)
        assert user.check_password(way.password), way.username
        # Those who hold one post together see the same kind of page.
        if way.username[-1].isdecimal():
            continue
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/", follow=True).status_code == HTTPStatus.OK, way.username


def test_whoever_a_case_can_come_to_signs_in() -> None:
    """Whom the rules choose among the holders of a post is theirs to say; a case that lay with somebody else would end there."""
    company, others = written.company(), organisation(trades())
    able = {way.person for each in (company, others) for way in each.sign_ins}
    held = {**company.holders, **others.holders}
    # Of the branches, which are alike, Shanghai's people sign in.
    branches = {code for code, (_, kind, *_) in company.units.items() if kind == "branch"} - {"SH"}
    abroad = tuple(code for code in (*branches, "HB", "HN"))
    for place, names in held.items():
        if not place.partition("@")[2].startswith(abroad):
            assert set(names) <= able, place
    usernames = [way.username for each in (company, others) for way in each.sign_ins]
    assert len(usernames) == len(set(usernames))


def test_the_order_of_the_power_bureau_finds_its_department() -> None:
    """What README promises: the printed sign-ins of each company stand under its own name."""
    found = {(company, way.role): way.username for company, way in reversed(ways())}
    assert found["澄江供电局", "坐席员"] == "zuoxi"
    assert found["澄江供电局", "部门处理岗位"] == "dl-bmclgw"
    assert found["洛滨物业服务有限公司", "前台接待员"] == "ly-qtjdy"
    assert found["青禾园林有限公司", "园林客服主管"] == "lvhua"
    assert found["和居装饰集团", "分公司客服部"] == "fenkefu"


def test_an_empty_demonstration_has_its_administrators_alone() -> None:
    found_installation(company="示范公司", is_demo=True, at=now())
    demo.prepare_empty(say=print)
    assert [way.role for way in demo.sign_ins()] == ["系统管理员", "第二位系统管理员"]
    assert all_units() == ()
    for way in demo.sign_ins():
        assert User.objects.get(username=way.username).check_password(way.password)
    # Whoever of the two writes a rulebook, the other can agree.
    assert len(set(managers(now()))) == len(demo.sign_ins())
    demo.prepare_empty(say=print)
    assert User.objects.count() == len(demo.sign_ins())


def test_what_somebody_founded_in_an_empty_one_stays_theirs() -> None:
    found_installation(company="示范公司", is_demo=True, at=now())
    demo.prepare_empty(say=print)
    found_unit(
        name="安居物业", code="AJ", kind="company", parent=None, is_department=False, head_post="", by=None, at=now()
    )
    said: list[str] = []
    assert demo.build(say=said.append) is None
    assert "an empty folder with SHOUWEN_VAR" in said[0]
    assert [place.code for place in all_units()] == ["AJ"]
