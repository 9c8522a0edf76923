"""Replies and limits come at their own instants, and the ledger says what an independent count says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.analytics.files import REAL, SMALL, needs_real_file, shouwen, write
from tests.cases.house import AT, House

from shouwen.analytics import queries
from shouwen.analytics.models import ImportedRow, ImportRun
from shouwen.cases import queries as cases
from shouwen.cases.models import Case, Message
from shouwen.people import actions as people
from shouwen.people.access import viewer_of
from shouwen.runtime.models import Clock, Finding, Ledger, Notice, Outbox
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import verify

pytestmark = pytest.mark.usefixtures("empty")
EDITION = "MESSAGES/2011"


def shares() -> dict[str, tuple[int, int, int]]:
    """Kept, late and open by clause."""
    return {row.clause: (row.kept, row.late, row.open) for row in queries.shares(ImportRun.objects.get())}


def verdict_of(source_id: str, limit: str) -> str:
    found = queries.verdicts(ImportRun.objects.get())
    return found[source_id, f"message.answer.{limit}"]


def test_each_message_is_judged_by_each_limit(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shouwen("import messages", small)
    assert shouwen("replay", "--source", small, "--verify") == 0
    told = capsys.readouterr()
    assert "63 verdicts, 63 agree, 0 differ" in told.out
    assert "9 messages, 8 answered, 0 replies still to come" in told.out
    # To the second in time, and a second late.
    assert (verdict_of("1", "in_3_days"), verdict_of("2", "in_3_days")) == ("kept", "late")
    # The fifth working day ended with the 10th of October.
    assert (verdict_of("3", "in_5_working_days"), verdict_of("4", "in_5_working_days")) == ("kept", "late")
    assert verdict_of("5", "in_30_days") == "late"
    assert shares()["MESSAGES-3.1"] == (3, 6, 0)
    assert shares()["MESSAGES-3.4"] == (7, 2, 0)
    assert list(verify()) == []


def test_the_ledger_tells_everything_in_the_order_of_time(small: Path) -> None:
    shouwen("import messages", small)
    opened = Ledger.objects.count()
    shouwen("replay", "--source", small)
    rows = list(Ledger.objects.order_by("id").values_list("at", "kind", "subject")[opened:])
    assert [at for at, _, _ in rows] == sorted(at for at, _, _ in rows)
    # The reply at the instant of the limit comes before the limit is over.
    case = Case.objects.get(title="物业管理有问题")
    assert [kind for _, kind, subject in rows if subject == case.pk] == ["StepFinished"]
    late = Case.objects.get(title="路修了一年还没好")
    assert [kind for _, kind, subject in rows if subject == late.pk] == ["TimeReached", "StepFinished"]
    assert case.closed_at is not None
    assert not Clock.objects.filter(subject=case.pk, stopped_at__isnull=True).exists()


def test_time_may_pass_in_two_stretches(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shouwen("import messages", small)
    assert shouwen("replay", "--source", small, "--verify", "--until", "2019-07-06T07:00:00") == 0
    assert "4 answered, 4 replies still to come" in capsys.readouterr().out
    assert Case.objects.filter(closed_at__isnull=False).count() == 4
    kept, late, still_open = shares()["MESSAGES-3.1"]
    assert (kept + late, still_open) == (5, 4)
    assert shouwen("replay", "--source", ImportRun.objects.get().pk, "--verify", "--file", small) == 0
    assert "0 differ" in capsys.readouterr().out
    assert shares()["MESSAGES-3.1"] == (3, 6, 0)


def test_a_replay_done_again_decides_nothing(small: Path) -> None:
    shouwen("import messages", small)
    shouwen("replay", "--source", small)
    before = Ledger.objects.count()
    assert shouwen("replay", "--source", small, "--verify") == 0
    assert Ledger.objects.count() == before


def test_a_worker_that_looked_first_changes_no_verdict(small: Path) -> None:
    """It finds every limit missed; the replies that come after it carry earlier instants, and are judged by those."""
    shouwen("import messages", small)
    sweep(now=datetime(2026, 1, 1, tzinfo=UTC))
    assert shouwen("replay", "--source", small, "--verify") == 0
    assert verdict_of("1", "in_3_days") == "kept"
    assert list(verify()) == []


def test_a_ledger_that_disagrees_is_told(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shouwen("import messages", small)
    shouwen("replay", "--source", small)
    case = Case.objects.get(title="物业管理有问题")
    Finding.objects.filter(subject=case.pk, clause="MESSAGES-3.1").update(result="broken")
    assert shouwen("replay", "--source", small, "--verify") == 1
    told = capsys.readouterr()
    assert "1 message.answer.in_3_days: the file says kept, the ledger late" in told.err
    assert "62 agree, 1 differ" in told.out


def test_the_page_of_clauses_shows_the_same_figures(small: Path) -> None:
    unit = people.found_unit(name="市政府", code="city", kind="office", by=None, at=datetime(2019, 1, 1, tzinfo=UTC)).pk
    at = datetime(2026, 1, 1, tzinfo=UTC)
    person = people.hire(name="陈主任", email="", by=None, at=at).pk
    people.place(person=person, post="message_head", unit=unit, starts_on=at.date(), by=None, at=at)
    people.grant_scope(post="message_head", reach="subtree", acts=("see",), by=None, at=at)
    shouwen("import messages", small, "--unit", "city")
    shouwen("replay", "--source", small)
    viewer = viewer_of(person, at + timedelta(days=1))
    assert viewer is not None
    figures = {
        row.clause: (row.kept, row.late, row.open)
        for row in cases.compliance(viewer, EDITION, datetime(2011, 1, 1, tzinfo=UTC), at)
    }
    assert {clause: figures[clause] for clause in shares()} == shares()
    (run,) = queries.runs_for(viewer)
    assert run.opened == len(SMALL)
    assert len(queries.bursts(run, viewer)[0].cases) == 4
    # What was missed years ago is no news for anybody today.
    assert not Outbox.objects.exists()
    assert not Notice.objects.exists()


def test_bursts_are_printed_with_their_cases(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shouwen("import messages", small)
    shouwen("replay", "--source", small, "--bursts", "--lang", "zh")
    told = capsys.readouterr().out
    assert "集中反映 1 组" in told
    assert "4 条，3 人" in told
    assert "2019-07-20  LY20190720-0001  工地还在夜间施工" in told


def test_what_was_not_imported_cannot_be_replayed(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shouwen("replay", "--source", small) == 2
    assert "has not been imported" in capsys.readouterr().err
    assert shouwen("replay", "--source", "77") == 2
    assert "no import run 77" in capsys.readouterr().err


def test_another_kind_of_case_is_answered_by_a_reply_of_its_own(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its first step is not a reply, so the reply is said on the case, and the promise of 24 hours is judged by it."""
    rows = [
        ("1", "A1", "厨房漏水", "2026-03-02 09:00:00", "天花板滴水", "今天上门", "2026-03-03 09:00:00"),
        ("2", "A2", "楼上噪音", "2026-03-02 09:00:00", "半夜有人敲墙", "已劝说", "2026-03-03 09:00:01"),
    ]
    path = write(tmp_path / "complaints.csv", rows)
    assert shouwen("import messages", path, "--case-type", "complaint", "--unit", "branch") == 0
    assert shouwen("replay", "--source", path, "--verify") == 0
    assert "2 verdicts, 2 agree, 0 differ" in capsys.readouterr().out
    said = Message.objects.filter(kind="reply").order_by("at").values_list("text", flat=True)
    assert list(said) == ["今天上门", "已劝说"]
    assert Finding.objects.get(clause="DESK-1.2", result="broken").late_seconds == 1
    # The leader and the director are in post, and hear nothing of limits missed long ago.
    assert not Outbox.objects.exists()
    assert not Notice.objects.exists()


def test_an_ordinary_miss_is_still_told(house: House) -> None:
    case_id = house.open()
    sweep(now=AT + timedelta(days=2))
    assert Outbox.objects.exists()
    assert Notice.objects.filter(subject=case_id, person=house["lee"]).exists()


def test_a_file_whose_headings_needed_a_map_is_replayed_without_one(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("No,Wann,Was,Antwort,Am\n7,2019-04-22 09:00,Lärm,ja,2019-04-23 09:00\n", encoding="utf-8")
    columns = "No=source_id,Wann=opened_at,Was=title,Antwort=reply,Am=replied_at"
    assert shouwen("import messages", path, "--map", columns) == 0
    assert shouwen("replay", "--source", path, "--verify") == 0
    assert verdict_of("7", "in_3_days") == "kept"


@needs_real_file
@pytest.mark.slow
def test_the_real_messages_give_the_known_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert shouwen("import messages", REAL) == 0
    assert shouwen("replay", "--source", REAL, "--verify") == 0
    assert "19,712 verdicts, 19,712 agree, 0 differ" in capsys.readouterr().out
    run = ImportRun.objects.get()
    found = {row.clause: round(100 * row.kept / (row.kept + row.late), 1) for row in queries.shares(run)}
    known = {"MESSAGES-3.1": 15.9, "MESSAGES-3.2": 35.2, "MESSAGES-3.3": 61.5, "MESSAGES-3.4": 83.6}
    assert {clause: found[clause] for clause in known} == known
    assert ImportedRow.objects.filter(run=run, replayed_at__isnull=False).count() == 2816
    assert not Case.objects.filter(closed_at__isnull=True).exists()
    assert any(len(burst.cases) == 3 and "东方水岸明珠6期" in burst.cases[0][2] for burst in queries.bursts(run))
