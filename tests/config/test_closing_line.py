"""What ./run says when it stands: where, and in a demonstration who can sign in or what comes next."""

from shouwen.config.launch.prepare import Prepared, Way
from shouwen.config.launch.serve import closing_line

AGENT = Way("客服助理", "kefu", "shouwen-demo", "和居装饰集团")
HEAD = Way("总监", "zongjian", "shouwen-demo", "和居装饰集团")
SEAT = Way("坐席员", "zuoxi", "shouwen-demo", "澄江供电局")


def said(*ways: Way, is_demo: bool = True, is_empty: bool = False) -> list[str]:
    return closing_line(
        "127.0.0.1", 8000, Prepared(is_demo=is_demo, has_worker=True, is_empty=is_empty, sign_ins=ways)
    ).splitlines()


def test_sign_ins_stand_by_company() -> None:
    first, *table, last = said(AGENT, HEAD, SEAT)
    assert "http://127.0.0.1:8000/" in first
    assert "shouwen-demo" in first
    assert table == ["  和居装饰集团: 客服助理 kefu, 总监 zongjian", "  澄江供电局: 坐席员 zuoxi"]
    assert "public passwords, not one for real work" in last
    assert "./run manage found" in last


def test_real_work_shows_no_sign_in() -> None:
    assert len(said(is_demo=False)) == 1
    assert "assword" not in said(is_demo=False)[0]


def test_an_empty_one_says_what_comes_next() -> None:
    second = Way("第二位系统管理员", "fuguanli", "shouwen-demo", "")
    line, warning = said(Way("系统管理员", "guanli", "shouwen-demo", ""), second, is_empty=True)
    assert "There is no company yet" in line
    assert "sign in as 系统管理员 guanli, password shouwen-demo" in line
    assert "docs/recipes/set-up-a-company.md" in line
    assert "fuguanli agrees to what is published" in line
    assert "not one for real work" in warning


def test_many_sign_ins_take_more_than_one_line() -> None:
    posts = [Way(f"岗位{number}", f"dl-{number}", "shouwen-demo", "澄江供电局") for number in range(8)]
    _, *table, _ = said(*posts)
    assert [line.count("dl-") for line in table] == [6, 2]
    assert table[1].startswith("    岗位6")


def test_those_of_one_post_stand_together() -> None:
    seats = [Way("坐席员", f"zuoxi{number or ''}", "shouwen-demo", "澄江供电局") for number in (0, 2, 3, 4, 5)]
    _, *table, _ = said(*seats, Way("值长", "zhizhang", "shouwen-demo", "澄江供电局"))
    assert table == ["  澄江供电局: 坐席员 zuoxi zuoxi2 … zuoxi5, 值长 zhizhang"]


def test_a_company_without_a_name_leaves_no_colon() -> None:
    _, table, _ = said(Way("系统管理员", "guanli", "shouwen-demo", ""))
    assert table == "  系统管理员 guanli"
