"""A whole rulebook goes out as a folder or an archive and comes back the same to the byte."""

import argparse
from pathlib import Path

import pytest
from tests.rulebook.test_too_much import UNFOLDING

from shouwen.authoring.models import Draft
from shouwen.base.clock import now
from shouwen.config.commands import rulebook_export, rulebook_import
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
SHIPPED = Path(rulebooks.__file__).parents[1] / "rulebooks"
EDITIONS = sorted(path.parent for path in SHIPPED.rglob("header.yaml"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def export(key: str, target: Path, lang: str = "en") -> int:
    return rulebook_export.run(argparse.Namespace(key=key, target=target, lang=lang))


def bring(path: Path) -> str:
    assert rulebook_import.run(argparse.Namespace(path=path, name="", lang="en")) == 0
    return f"draft:{Draft.objects.latest('pk').pk}"


def test_every_shipped_rulebook_is_here() -> None:
    assert len({edition.parent.name for edition in EDITIONS} - {"messages"}) == 10


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: path.parent.name)
def test_a_rulebook_survives_folder_draft_folder_and_archive(edition: Path, tmp_path: Path) -> None:
    rulebooks.forget()
    key = rulebooks.install(path=edition, by=None, at=now())
    written = bytes_of(edition)
    assert export(key, tmp_path / "installed") == 0
    assert bytes_of(tmp_path / "installed") == written
    assert export(bring(tmp_path / "installed"), tmp_path / "draft") == 0
    assert bytes_of(tmp_path / "draft") == written
    assert export(key, tmp_path / "one.zip") == 0
    assert export(bring(tmp_path / "one.zip"), tmp_path / "unpacked") == 0
    assert bytes_of(tmp_path / "unpacked") == written


def test_odd_bytes_come_back_as_they_were(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = {"a/one.yaml": "\ufeff# 说明\r\nrulebook: SHOP\r\n".encode(), "b.yml": b"", "c.yaml": "文: x\n\n\n".encode()}
    for name, raw in odd.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(raw)
    assert export(bring(tmp_path / "in"), tmp_path / "out") == 0
    assert bytes_of(tmp_path / "out") == odd
    assert "3 files" in capsys.readouterr().out


def test_a_file_that_unfolds_without_end_is_not_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sound.yaml").write_text("rulebook: SHOP\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(UNFOLDING, encoding="utf-8")
    for path in (tmp_path, tmp_path / "bad.yaml"):
        assert rulebook_import.run(argparse.Namespace(path=path, name="", lang="en")) == 2
        assert "'bad.yaml', line 6: Too much" in capsys.readouterr().err
    assert not Draft.objects.exists()


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret").write_text("root:x:0", encoding="utf-8")
    folder = tmp_path / "edition"
    (folder / "deep").mkdir(parents=True)
    (folder / "header.yaml").write_text("rulebook: SHOP\n", encoding="utf-8")
    (folder / "deep" / "p.yaml").symlink_to(tmp_path / "secret")
    assert rulebook_import.run(argparse.Namespace(path=folder, name="", lang="en")) == 2
    assert "'deep/p.yaml' is a link" in capsys.readouterr().err
    assert not Draft.objects.exists()
    (folder / "deep" / "p.yaml").unlink()
    (folder / "deep" / "p.yaml").symlink_to(folder / "header.yaml")
    bring(folder)


def test_what_cannot_be_done_is_told_and_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rulebooks.forget()
    assert export("DECOR/1", tmp_path / "x") == 2
    assert export("draft:x", tmp_path / "x") == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    key = rulebooks.install(path=EDITIONS[0], by=None, at=now())
    assert export(key, tmp_path / "full") == 2
    assert rulebook_import.run(argparse.Namespace(path=tmp_path / "full", name="", lang="en")) == 2
    assert rulebook_import.run(argparse.Namespace(path=tmp_path / "nowhere", name="", lang="en")) == 2
    said = capsys.readouterr().err
    assert "no rulebook 'DECOR/1' here" in said
    assert "is there already" in said
    assert "no *.yaml" in said


def test_both_commands_speak_chinese_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rulebooks.forget()
    key = rulebooks.install(path=EDITIONS[0], by=None, at=now())
    assert export(key, tmp_path / "out", "zh") == 0
    assert export(key, tmp_path / "out", "zh") == 2
    assert export("DECOR/1", tmp_path / "x", "zh") == 2
    assert rulebook_import.run(argparse.Namespace(path=tmp_path / "out", name="", lang="zh")) == 0
    assert rulebook_import.run(argparse.Namespace(path=tmp_path / "nowhere", name="", lang="zh")) == 2
    told = capsys.readouterr()
    for words in ("个文件已写入", "处错误"):
        assert words in told.out
    for words in ("已存在", "这里没有制度“DECOR/1”", "读不了"):
        assert words in told.err
