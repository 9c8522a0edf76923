"""A server on this machine that speaks the chat completions format and says what a test tells it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from shouwen.authoring.asking import Endpoint

MODEL = "small-model"
KEY = "key-of-the-house"


@dataclass
class ChatServer:
    """What it will say, what it was asked, and where it listens."""

    port: int = 0
    status: int = 200
    raw: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def endpoint(self, *, seconds: int = 20) -> Endpoint:
        return Endpoint(self.url, MODEL, KEY, seconds)

    def says(self, text: object, **message: object) -> None:
        """An answer as such servers give it; what is no text becomes JSON."""
        content = text if isinstance(text, str) or text is None else json.dumps(text, ensure_ascii=False)
        reason = message.pop("finish_reason", "stop")
        choice = {
            "index": 0,
            "finish_reason": reason,
            "message": {"role": "assistant", "content": content, **message},
        }
        body = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice]}
        self.status, self.raw = 200, json.dumps(body, ensure_ascii=False).encode()


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            server.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
            server.keys.append(self.headers["Authorization"])
            if server.silent:
                server.over.wait(30)
                return
            self.send_response(server.status)
            for name, value in {"Content-Type": "application/json", **server.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(server.raw)))
            self.end_headers()
            self.wfile.write(server.raw)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
            """Tests speak for themselves."""

    return Handler


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """It listens until the test is over; one that is silent holds its tongue as long."""
    server = ChatServer()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    server.port = listening.server_address[1]
    thread = Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        listening.shutdown()
        listening.server_close()
        thread.join()
