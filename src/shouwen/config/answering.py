"""The web server's process: what never reaches a page of the program is answered in words too."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

TOO_LONG = """<!doctype html>
<html lang="zh-hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>地址太长 · 首问</title></head>
<body style="max-width:34em;margin:15vh auto;padding:0 16px;font:16px/1.7 system-ui,sans-serif">
<h1 style="font-size:20px">要找的内容太长</h1>
<p>这个地址超过了能接收的长度，什么也没有保存。请返回上一页，把要找的内容缩短到 80 字以内再查找。</p>
<p lang="en">This address is too long; nothing was saved. Go back and search for 80 characters at most.</p>
<p><a href="/">回到首页</a></p></body></html>
"""


class Worker(ThreadWorker):  # type: ignore[misc]  # the server brings no types
    """As the server has it, but for the one fault that somebody can make by typing."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        if isinstance(exc, LimitRequestLine):
            _tell(client.sendall)
        else:
            super().handle_error(req, client, addr, exc)


def _tell(send: Callable[[bytes], object]) -> None:
    status, body = HTTPStatus.REQUEST_URI_TOO_LONG, TOO_LONG.encode()
    head = (
        f"HTTP/1.1 {status} {status.phrase}\r\nConnection: close\r\nCache-Control: no-store\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    try:
        send(head.encode() + body)
    except OSError:
        # Whoever asked has gone.
        return
