"""Messages of a file become cases at their own times; a second run, and one after an interruption, open nothing twice."""

import csv
from pathlib import Path

import pytest
from tests.analytics.files import SMALL, shouwen, write

from shouwen.analytics import actions, preparing
from shouwen.analytics.actions import history
from shouwen.analytics.models import Burst, ImportedRow, ImportRun
from shouwen.analytics.source import Source, read_source
from shouwen.base import clock
from shouwen.cases.models import Case
from shouwen.customers.actions import register_customer
from shouwen.customers.models import ContactPoint, Customer
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, InstalledRulebook, Ledger, Subject
from shouwen.runtime.verify import verify

pytestmark = pytest.mark.usefixtures("empty")


def test_each_message_is_a_case_at_its_own_time_with_its_writer(small: Path) -> None:
    assert shouwen("import messages", small) == 0
    assert Case.objects.count() == len(SMALL)
    case = Case.objects.get(title="物业管理有问题")
    assert (case.number, case.content, case.state) == ("LY20190422-0001", "水价太高", "working")
    assert f"{case.opened_at:%Y-%m-%d %H:%M:%S}" == "2019-04-22 01:32:09"
    due = dict(Clock.objects.filter(subject=case.pk).values_list("title", "due_at"))
    assert f"{due['3日内答复']:%Y-%m-%d %H:%M:%S}" == "2019-04-25 01:32:09"
    assert len(due) == 7
    # By the code the platform gave them; nobody knows a telephone number.
    assert Case.objects.filter(customer__number="B1").count() == 2
    assert Customer.objects.count() == len(SMALL) - 1
    assert not ContactPoint.objects.exists()
    assert list(verify()) == []


def test_a_second_run_opens_nothing(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shouwen("import messages", small)
    before = Ledger.objects.count()
    capsys.readouterr()
    assert shouwen("import messages", small) == 0
    assert "0 opened, 9 there before, 0 bad" in capsys.readouterr().out
    assert (Case.objects.count(), Ledger.objects.count(), ImportRun.objects.count()) == (len(SMALL), before, 1)


def test_a_message_that_came_with_another_file_is_known(small: Path, tmp_path: Path) -> None:
    shouwen("import messages", write(tmp_path / "first.csv", SMALL[:4]))
    shouwen("import messages", small)
    assert Case.objects.count() == len(SMALL)
    run = ImportRun.objects.get(file_name="small.csv")
    assert (run.rows, run.opened, run.known) == (9, 5, 4)


def test_an_interrupted_run_goes_on_where_it_stopped(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "BATCH", 4)

    class Stopped(Exception):
        pass

    def stop_after_the_first_batch(done: int, total: int) -> None:
        raise Stopped

    source, target = _read(small), _target()
    at = clock.now()
    with pytest.raises(Stopped):
        actions.import_source(
            source=source, target=target, zone="Asia/Shanghai", by=None, at=at, progress=stop_after_the_first_batch
        )
    assert Case.objects.count() == 4
    assert ImportRun.objects.get().finished_at is None
    told: list[tuple[int, int]] = []
    run, outcome = actions.import_source(
        source=source,
        target=target,
        zone="Asia/Shanghai",
        by=None,
        at=at,
        progress=lambda done, total: told.append((done, total)),
    )
    assert (outcome.opened, outcome.already, run.opened) == (5, 4, 9)
    assert run.finished_at is not None
    assert told == [(4, 9), (8, 9), (9, 9)]
    assert Case.objects.count() == ImportedRow.objects.count() == len(SMALL)


def test_a_dry_run_tells_and_writes_nothing(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shouwen("import messages", small, "--dry-run") == 0
    assert "9 would be opened, 0 there before, 0 bad" in capsys.readouterr().out
    assert [table.objects.count() for table in (Subject, ImportRun, Customer)] == [0, 0, 0]
    shouwen("import messages", small)
    capsys.readouterr()
    shouwen("import messages", small, "--dry-run", "--lang", "zh")
    told = capsys.readouterr().out
    assert "将立案 0，以前已有 9，有误 0" in told
    assert "什么也没有写入" in told


def test_bad_rows_are_left_out_told_and_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = ["10", "A9", "很久以前", "2009-01-05 09:00:00", "那时还没有制度", "", ""]
    formula = ["11", "A8", "时间不对", "=1+1", "内容", "", ""]
    path = write(tmp_path / "file.csv", [*SMALL, old, formula])
    errors = tmp_path / "errors.csv"
    assert shouwen("import messages", path, "--errors", errors) == 1
    told = capsys.readouterr()
    assert "11 rows, 9 opened, 0 there before, 2 bad" in told.out
    assert "line 11, 留言时间 (2009-01-05 09:00:00): no rulebook in force on that day" in told.out
    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["column"], row["value"]) for row in rows] == [
        ("12", "留言时间", "'=1+1"),
        ("11", "留言时间", "2009-01-05 09:00:00"),
    ]
    run = ImportRun.objects.get()
    assert (run.faulty, [fault["line"] for fault in run.faults]) == (2, [12, 11])


def test_who_wrote_belongs_to_the_unit_that_got_the_messages(small: Path) -> None:
    assert shouwen("import messages", small) == 0
    units = set(Customer.objects.values_list("unit_id", flat=True))
    assert units == {int(unit) for unit in Case.objects.values_list("unit", flat=True)}


def test_a_code_that_is_another_customers_number_is_told(tmp_path: Path) -> None:
    register_customer(name="王女士", number="A1", by=None, at=clock.now())
    path = write(tmp_path / "file.csv", SMALL[:2])
    assert shouwen("import messages", path) == 1
    assert list(Case.objects.values_list("title", flat=True)) == ["路修了一年还没好"]
    assert ImportRun.objects.get().faults[0]["reason"] == "is the number of another customer"


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["--unit", "nowhere"], "no unit with the code 'nowhere'"),
        (["--case-type", "riddle"], "No rulebook here knows cases of type 'riddle'"),
        (["--zone", "Mars/Olympus"], "no time zone"),
        (["--map", "编码=source_id"], "no column '编码'"),
    ],
)
def test_what_cannot_be_begun_ends_with_two_and_writes_nothing(
    small: Path, argv: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shouwen("import messages", small, *argv) == 2
    assert reason in capsys.readouterr().err
    assert not Subject.objects.exists()


def test_several_writers_about_one_site_are_found_at_once(small: Path) -> None:
    shouwen("import messages", small)
    burst = Burst.objects.get()
    titles = [Case.objects.get(pk=case).title for case in burst.cases]
    assert titles == ["工地夜间施工扰民", "半夜施工", "打桩噪音", "工地还在夜间施工"]
    assert burst.people == 3


def _read(path: Path) -> Source:
    return read_source(path, zone="Asia/Shanghai", now=clock.now())


def _target() -> actions.Target:
    unit, _ = preparing.prepare(case_type="message", unit=None, at=clock.now())
    return actions.Target("message", unit)


def test_the_house_decides_what_counts_as_one_matter(small: Path) -> None:
    """Figures settled by an administrator take effect without a word of Python."""
    shouwen("import messages", small)
    run = ImportRun.objects.get()
    (path,) = InstalledRulebook.objects.values_list("path", flat=True)
    stricter = {"repeats.target.at_least": "4"}
    rulebooks.install(path=Path(path), parameters=stricter, by=None, at=clock.now())
    assert actions.find_bursts(run=run) == 0
    rulebooks.install(
        path=Path(path),
        parameters={"repeats.target.at_least": "2", "repeats.count.last": "1d"},
        by=None,
        at=clock.now(),
    )
    assert actions.find_bursts(run=run) == 0
    rulebooks.install(path=Path(path), parameters={"repeats.count.last": "3d"}, by=None, at=clock.now())
    assert actions.find_bursts(run=run) == 1
    assert len(Burst.objects.get().cases) == 2
