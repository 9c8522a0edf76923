"""A clause's page says what carries it, and of what is only defined so far that it does not run yet."""

from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook
from shouwen.web.rulebook.reading import carriers

WAITS = "已定义，尚未运行"


def green() -> Rulebook:
    path = next(path for name, _, path in shipped() if name == "green")
    book = load(path).rulebook
    assert book is not None
    return book


def test_a_clause_of_the_appraisal_is_defined_and_not_yet_running() -> None:
    found = {(each.sort, each.title): each for each in carriers(green(), "GREEN-9.3.1", "zh")}
    assert found[("考核方案", "客服专员考核方案")].waits == WAITS
    assert "月度考核 咨询回复及时率 30%" in found[("考核方案", "客服专员考核方案")].sentence
    assert found[("义务", "考核客服专员")].waits == WAITS
    assert found[("岗位", "客服专员")].waits == ""
    assert {each.waits for each in carriers(green(), "GREEN-9.3.1", "en")} == {"defined, not yet running", ""}


def test_a_limit_that_runs_says_nothing_of_the_kind() -> None:
    assert "" in {each.waits for each in carriers(green(), "GREEN-4.3.2a", "zh")}
