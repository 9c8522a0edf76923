"""`shouwen rulebook read --propose`: off unless an endpoint is set, and then told, never applied."""

import json
from pathlib import Path

import pytest
from tests.authoring.chat_server import KEY, MODEL, ChatServer

from shouwen.config.cli import main
from shouwen.config.environment import Environment, SettingIsWrong
from shouwen.config.proposing import endpoint

TEXT = "门店规定\n一、走访\n1. 客服专员每月走访客户不低于二次。\n"
RULES = "- {article: visits, title: 走访, text: 每月走访。, cites: [SHOP-1.1]}"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "规定.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def configured(chat: ChatServer, monkeypatch: pytest.MonkeyPatch) -> ChatServer:
    monkeypatch.setenv("SHOUWEN_PROPOSE_URL", chat.url)
    monkeypatch.setenv("SHOUWEN_PROPOSE_MODEL", MODEL)
    monkeypatch.setenv("SHOUWEN_PROPOSE_KEY", KEY)
    monkeypatch.setenv("SHOUWEN_PROPOSE_SECONDS", "5")
    good = {"clause": "SHOP-1.1", "words": "每月走访客户不低于二次", "rules": RULES}
    chat.says({"proposals": [good, {**good, "rules": RULES.replace("article", "artikel")}]})
    return chat


def test_the_reader_asks_nobody_unless_it_is_told_to(configured: ChatServer, written: Path) -> None:
    assert main(["rulebook", "read", str(written), "--json"]) == 0
    assert configured.asked == []


def test_proposals_are_listed_with_their_source_and_the_dropped_are_counted(
    configured: ChatServer, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = ["rulebook", "read", str(written), "--code", "SHOP", "--propose"]
    assert main([*read, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["proposals"] == [
        {"clause": "SHOP-1.1", "words": "每月走访客户不低于二次", "rules": RULES, "source": MODEL}
    ]
    assert told["dropped"] == 1
    assert main([*read, "--lang", "zh"]) == 0
    assert f"{MODEL} 的建议：1，丢弃 1" in capsys.readouterr().out
    assert main(read) == 0
    assert f"proposed by {MODEL}: 1, dropped: 1" in capsys.readouterr().out


def test_into_a_folder_they_wait_among_the_suggestions_and_are_no_rules(
    configured: ChatServer, written: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    assert main(["rulebook", "read", str(written), "--code", "SHOP", "--propose", "--into", str(folder)]) == 0
    assert json.loads((folder / "suggestions.json").read_text(encoding="utf-8"))["proposals"][0]["source"] == MODEL
    assert not any("visits" in file.read_text(encoding="utf-8") for file in folder.glob("*.yaml"))


def test_a_refusal_or_nonsense_is_told_and_nothing_is_written(
    configured: ChatServer, written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = ["rulebook", "read", str(written), "--propose", "--into", str(tmp_path / "shop")]
    configured.says(None, refusal="不便回答")
    assert main([*read, "--lang", "zh"]) == 1
    assert "模型拒绝回答：不便回答" in capsys.readouterr().err
    configured.says("当然可以！")
    assert main(read) == 1
    assert "no JSON" in capsys.readouterr().err
    assert not (tmp_path / "shop").exists()


def test_without_an_endpoint_the_reader_says_which_setting_is_missing(
    written: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOUWEN_PROPOSE_URL", raising=False)
    assert main(["rulebook", "read", str(written), "--propose"]) == 1
    assert "SHOUWEN_PROPOSE_URL is not set" in capsys.readouterr().err


def test_settings_are_read_once_and_a_wrong_one_is_told() -> None:
    assert endpoint(Environment({})) is None
    good = {"SHOUWEN_PROPOSE_URL": "https://models.example.com/v1", "SHOUWEN_PROPOSE_MODEL": "m"}
    found = endpoint(Environment(good))
    assert found is not None
    assert (found.url, found.model, found.key, found.seconds) == ("https://models.example.com/v1", "m", "", 60)
    for wrong in (
        {"SHOUWEN_PROPOSE_URL": "models.example.com"},
        {"SHOUWEN_PROPOSE_URL": "file:///etc/passwd"},
        {"SHOUWEN_PROPOSE_URL": "https://user:secret@models.example.com/v1"},
        {"SHOUWEN_PROPOSE_MODEL": ""},
        {"SHOUWEN_PROPOSE_SECONDS": "900"},
    ):
        with pytest.raises(SettingIsWrong, match=next(iter(wrong))):
            endpoint(Environment({**good, **wrong}))
