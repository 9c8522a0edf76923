"""Only the audit administrator reads who looked at hidden values."""

from datetime import timedelta

import pytest
from tests.people.company import AT, Company

from shouwen.people import actions
from shouwen.people.access import NotAllowedError
from shouwen.people.looks import looks

HOUR = timedelta(hours=1)


def test_the_auditor_finds_who_looked_at_whom_and_why(company: Company) -> None:
    auditor, agent, other = (company.employ(name) for name in ("审计员", "小何", "小李"))
    actions.appoint_administrator(person=auditor, office="audit", by=None, at=AT)
    for hour, person, subject in ((0, agent, "customer:1"), (1, other, "customer:1"), (2, agent, "customer:2")):
        actions.log_access(person=person, subject=subject, field="phone", reason="回电", at=AT + hour * HOUR)
    viewer = company.viewer(auditor)
    assert [(look.name, look.at) for look in looks(viewer, subject="customer:1")] == [
        ("小李", AT + HOUR),
        ("小何", AT),
    ]
    assert [look.subject for look in looks(viewer, person=agent)] == ["customer:2", "customer:1"]
    assert [look.name for look in looks(viewer, since=AT + HOUR, until=AT + 2 * HOUR)] == ["小李"]
    newest = looks(viewer, most=1)[0]
    assert len(looks(viewer, before=newest.id)) == 2
    with pytest.raises(NotAllowedError):
        looks(company.viewer(agent))
