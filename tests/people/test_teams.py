"""Colleagues by unit: the likely units first."""

from tests.people.company import Company

from shouwen.people.teams import NO_UNIT, teams


def test_the_unit_of_the_matter_and_its_departments_stand_first_then_ones_own(company: Company) -> None:
    person = company.employ("王敏", "agent", company.centre)
    company.employ("陈立", "branch_manager", company.branch)
    company.employ("阿明", "cashier", company.finance)
    company.employ("周总", "director", company.group)
    company.employ("李二", "branch_manager", company.other)
    company.employ("新来的")
    found = teams(company.viewer(person), near=company.branch)
    assert [team.name for team in found] == ["华东一分", "一分财务部", "客服中心", "华东二分", "集团", NO_UNIT]
    assert [[one.name for one in team.members] for team in found][:2] == [["陈立"], ["阿明"]]


def test_without_a_unit_ones_own_stands_first_and_nobody_twice_in_a_team(company: Company) -> None:
    person = company.employ("王敏", "agent", company.centre)
    company.employ("阿明", "agent", company.centre)
    company.employ("陈立", "branch_manager", company.branch)
    found = teams(company.viewer(person))
    assert found[0].name == "客服中心"
    assert [one.name for one in found[0].members] == ["阿明", "王敏"]
