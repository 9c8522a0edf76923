"""Asking an endpoint over the wire: what is sent, and a clear sentence for every way in which there is no answer."""

import socket

import pytest
from tests.authoring.chat_server import KEY, MODEL, ChatServer

from shouwen.authoring.asking import LARGEST, CannotAsk, Endpoint, ask

MESSAGES = [{"role": "user", "content": "条款"}]


def test_the_question_goes_out_as_chat_completions_with_the_key(chat: ChatServer) -> None:
    chat.says("好的")
    assert ask(chat.endpoint(), MESSAGES) == "好的"
    assert chat.asked == [
        {"path": "/v1/chat/completions", "model": MODEL, "messages": MESSAGES, "temperature": 0, "stream": False}
    ]
    assert chat.keys == [f"Bearer {KEY}"]


def test_without_a_key_none_is_sent_and_a_key_is_never_printed(chat: ChatServer) -> None:
    chat.says("好的")
    assert ask(Endpoint(chat.url + "/", MODEL), MESSAGES) == "好的"
    assert chat.keys == [None]
    assert KEY not in repr(chat.endpoint())


@pytest.mark.parametrize(
    ("text", "message", "zh", "en"),
    [
        (None, {"refusal": "我不能协助。"}, "模型拒绝回答：我不能协助。", "refuses to answer: 我不能协助。"),
        ("", {"finish_reason": "content_filter"}, "内容被过滤", "the content was filtered"),
        ('{"proposals": [', {"finish_reason": "length"}, "没有写完", "broke off for its length"),
        ("  ", {}, "回答是空的", "answer is empty"),
        (None, {}, "回答是空的", "answer is empty"),
    ],
)
def test_an_answer_that_is_none(chat: ChatServer, text: str | None, message: dict[str, str], zh: str, en: str) -> None:
    chat.says(text, **message)
    with pytest.raises(CannotAsk, match=en) as told:
        ask(chat.endpoint(), MESSAGES)
    assert zh in told.value.zh


@pytest.mark.parametrize(
    ("status", "raw", "zh", "en"),
    [
        (401, b"{}", "不接受密钥（401）", "does not take the key"),
        (403, b"", "不接受密钥（403）", "does not take the key"),
        (429, b"", "请求太多", "asked too often"),
        (404, b'{"error": "no model"}', "报错（404）", 'reports an error .404.: {"error": "no model"}.'),
        (
            400,
            b'{"error": {"message": "too  long", "code": 4}}',
            "报错（400）：too long。",
            "an error .400.: too long.",
        ),
        (500, b"", "没有说明", "without a word"),
        (200, b"<html>welcome</html>", "不是 chat completions 格式", "chat completions format"),
        (200, b'{"choices": []}', "不是 chat completions 格式", "chat completions format"),
        (200, b'{"choices": [{"message": "no"}]}', "不是 chat completions 格式", "chat completions format"),
        (200, b"[" * 200_000, "不是 chat completions 格式", "chat completions format"),
        (200, b" " * (LARGEST + 2), "不是 chat completions 格式", "chat completions format"),
    ],
)
def test_a_server_that_answers_something_else(chat: ChatServer, status: int, raw: bytes, zh: str, en: str) -> None:
    chat.status, chat.raw = status, raw
    with pytest.raises(CannotAsk, match=en) as told:
        ask(chat.endpoint(), MESSAGES)
    assert zh in told.value.zh


def test_the_key_does_not_follow_a_redirect(chat: ChatServer) -> None:
    chat.status, chat.headers = 307, {"Location": f"{chat.url}/elsewhere"}
    with pytest.raises(CannotAsk, match="307"):
        ask(chat.endpoint(), MESSAGES)
    assert len(chat.asked) == 1


def test_a_server_that_says_nothing_is_given_up_after_the_time_set(chat: ChatServer) -> None:
    chat.silent = True
    with pytest.raises(CannotAsk, match="did not answer within 1 s") as told:
        ask(chat.endpoint(seconds=1), MESSAGES)
    assert "SHOUWEN_PROPOSE_SECONDS" in told.value.zh


def test_nobody_listens_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(CannotAsk, match=f"127.0.0.1:{port}/v1 cannot be reached"):
            ask(Endpoint(f"http://127.0.0.1:{port}/v1", MODEL, seconds=5), MESSAGES)
