"""A clause's page says what carries it, and of what is only defined so far that it does not run yet."""

from shouwen.rulebook import listing
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook
from shouwen.web.rulebook.reading import Branch, carriers, tree

WAITS = "已定义，尚未运行"


def shipped_book(wanted: str) -> Rulebook:
    path = next(path for name, _, path in shipped() if name == wanted)
    book = load(path).rulebook
    assert book is not None
    return book


def green() -> Rulebook:
    return shipped_book("green")


def numbers(branches: list[Branch], chapter: str) -> list[str]:
    return [each.clause.id for one in branches if one.clause.id == chapter for each in one.below]


def test_the_tree_goes_by_number_though_several_files_write_the_clauses() -> None:
    luoyang = tree(shipped_book("luoyang"))
    assert numbers(luoyang, "LUOYANG-17") == ["LUOYANG-17.1", "LUOYANG-17.2", "LUOYANG-17.3"]
    assert numbers(luoyang, "LUOYANG-18") == [f"LUOYANG-18.{n}" for n in range(1, 5)]
    decor = tree(shipped_book("decor"))
    assert numbers(decor, "DECOR-5") == [f"DECOR-5.{n}" for n in range(12)]


def test_the_tree_told_as_text_goes_by_number_too() -> None:
    lines = [line.split()[0] for line in listing.tree(shipped_book("luoyang"))]
    assert [line for line in lines if line.startswith("LUOYANG-17.") and line.count(".") == 1] == [
        "LUOYANG-17.1",
        "LUOYANG-17.2",
        "LUOYANG-17.3",
    ]


def test_a_clause_of_the_appraisal_is_defined_and_not_yet_running() -> None:
    found = {(each.sort, each.title): each for each in carriers(green(), "GREEN-9.3.1", "zh")}
    assert found[("考核方案", "客服专员考核方案")].waits == WAITS
    assert "月度考核 咨询回复及时率 30%" in found[("考核方案", "客服专员考核方案")].sentence
    assert found[("义务", "考核客服专员 · 月度考核")].waits == WAITS
    assert found[("岗位", "客服专员")].waits == ""
    assert {each.waits for each in carriers(green(), "GREEN-9.3.1", "en")} == {"defined, not yet running", ""}


def test_a_limit_that_runs_says_nothing_of_the_kind() -> None:
    assert "" in {each.waits for each in carriers(green(), "GREEN-4.3.2a", "zh")}
