"""One question to an endpoint that speaks the chat completions format, and its answer or a clear word why there is none."""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from time import monotonic
from typing import IO, Any

LARGEST = 2_000_000
_SAID = 200
_REFUSED = {401, 403}


@dataclass(frozen=True)
class Endpoint:
    """Where a language model is asked: the address before `/chat/completions`, the model, the key, the patience."""

    url: str
    model: str
    key: str = ""
    seconds: int = 60

    def __repr__(self) -> str:
        """Without the key."""
        return f"Endpoint({self.url!r}, {self.model!r})"


class CannotAsk(RuntimeError):
    """Why there is no answer; said in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class _NoWayRound(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the key and the text to somebody nobody named."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def ask(endpoint: Endpoint, messages: Sequence[dict[str, str]]) -> str:
    """The text of the first choice."""
    body = {"model": endpoint.model, "messages": list(messages), "temperature": 0, "stream": False}
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    )
    request = urllib.request.Request(  # noqa: S310  # settings take http and https only
        f"{endpoint.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers
    )
    try:
        with urllib.request.build_opener(_NoWayRound).open(request, timeout=endpoint.seconds) as answer:
            raw = _read(answer, monotonic() + endpoint.seconds)
    except urllib.error.HTTPError as fault:
        raise _turned_away(fault) from fault
    except (OSError, HTTPException) as fault:
        raise _unreached(endpoint, fault) from fault
    return _text(raw)


def _read(answer: HTTPResponse, until: float) -> bytes:
    """Piece by piece: each may come in time and the whole never."""
    raw = b""
    while len(raw) <= LARGEST and (piece := answer.read1(LARGEST)):
        raw += piece
        if monotonic() > until:
            raise TimeoutError
    return raw


def _text(raw: bytes) -> str:
    try:
        choice = json.loads(raw)["choices"][0]
        message, reason = choice["message"], choice.get("finish_reason")
        refusal, text = message.get("refusal"), message.get("content")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise CannotAsk(
            "模型服务的回答不是 chat completions 格式；请检查 SHOUWEN_PROPOSE_URL 是否指向正确的服务。",
            "The endpoint does not answer in the chat completions format; check SHOUWEN_PROPOSE_URL.",
        ) from fault
    if refusal or reason == "content_filter":
        raise CannotAsk(
            f"模型拒绝回答：{_short(refusal) or '内容被过滤'}。草稿没有改动。",
            f"The model refuses to answer: {_short(refusal) or 'the content was filtered'}. The draft is unchanged.",
        )
    if reason == "length":
        raise CannotAsk(
            "模型的回答太长，没有写完，没有采用；请一次少问几条。",
            "The model's answer broke off for its length and was not used; ask about fewer clauses at once.",
        )
    if not isinstance(text, str) or not text.strip():
        raise CannotAsk("模型的回答是空的；请重试。", "The model's answer is empty; try again.")
    return text


def _turned_away(fault: urllib.error.HTTPError) -> CannotAsk:
    told = _complaint(fault.read(LARGEST))
    if fault.code in _REFUSED:
        return CannotAsk(
            f"模型服务不接受密钥（{fault.code}）；请检查 SHOUWEN_PROPOSE_KEY。",
            f"The endpoint does not take the key ({fault.code}); check SHOUWEN_PROPOSE_KEY.",
        )
    if fault.code == 429:
        return CannotAsk(
            "模型服务说请求太多（429）；请过一会儿再试。", "The endpoint is asked too often (429); wait and try again."
        )
    return CannotAsk(
        f"模型服务报错（{fault.code}）：{told or '没有说明'}。",
        f"The endpoint reports an error ({fault.code}): {told or 'without a word'}.",
    )


def _complaint(raw: bytes) -> str:
    """The sentence in `error.message`, or whatever was sent."""
    try:
        return _short(json.loads(raw)["error"]["message"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return _short(raw.decode(errors="replace"))


def _unreached(endpoint: Endpoint, fault: Exception) -> CannotAsk:
    reason = getattr(fault, "reason", fault)
    if isinstance(reason, TimeoutError):
        return CannotAsk(
            f"模型服务 {endpoint.seconds} 秒内没有回答；请重试，或调大 SHOUWEN_PROPOSE_SECONDS。",
            f"The endpoint did not answer within {endpoint.seconds} s; try again, or raise SHOUWEN_PROPOSE_SECONDS.",
        )
    return CannotAsk(
        f"连不上模型服务 {endpoint.url}（{_short(reason)}）；请检查 SHOUWEN_PROPOSE_URL。",
        f"The endpoint {endpoint.url} cannot be reached ({_short(reason)}); check SHOUWEN_PROPOSE_URL.",
    )


def _short(told: Any) -> str:
    text = " ".join(str(told or "").split())
    return text if len(text) <= _SAID else f"{text[: _SAID - 1]}…"
