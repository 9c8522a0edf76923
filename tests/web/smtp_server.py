"""A mail server of the test's own: takes letters, and asks for a password if it is told to."""

import base64
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread


@dataclass
class Taken:
    """Where it listens, and what came."""

    port: int = 0
    password: str = ""
    letters: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)


@contextmanager
def smtp_server(*, password: str = "") -> Iterator[Taken]:
    taken = Taken(password=password)
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(taken))
    server.daemon_threads = True
    taken.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(taken: Taken) -> type[socketserver.StreamRequestHandler]:
    return type("Handler", (_Talk,), {"taken": taken})


class _Talk(socketserver.StreamRequestHandler):
    """One connection, line by line."""

    taken: Taken

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "QUIT":
                break
            self._say(self._answer(line))
        self._say("221 bye")

    def _answer(self, line: str) -> str:
        word = line.upper().split()[0]
        if word == "EHLO":
            return "250-here\r\n250 AUTH PLAIN" if self.taken.password else "250 here"
        if word == "AUTH":
            given = base64.b64decode(line.split()[2]).split(b"\0")[2].decode()
            return "235 welcome" if given == self.taken.password else "535 who are you"
        if word == "DATA":
            return self._letter()
        if word == "MAIL":
            self.taken.senders.append(line[10:].split(maxsplit=1)[0].strip("<>"))
        return "550 no such person" if "nobody@" in line else "250 fine"

    def _letter(self) -> str:
        self._say("354 go on")
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        self.taken.letters.append("\n".join(lines))
        return "250 taken"

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
