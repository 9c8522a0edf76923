"""An address that is too long is answered in a sentence, by the server that ./run starts."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

APP = "wsgiref.simple_server:demo_app"
LONG = 5000


def test_a_query_that_is_too_long_is_told_so_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", APP, "--worker-class", "shouwen.config.answering.Worker"]
        command += ["--bind", f"fd://{listener.fileno()}", "--no-control-socket", "--log-level", "critical"]
        env = {**os.environ, "PYTHONPATH": "src"}
        with subprocess.Popen(command, pass_fds=[listener.fileno()], env=env) as server:
            try:
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with opener.open(f"http://127.0.0.1:{port}/search/?q=short", timeout=30) as answer:
                    assert answer.status == 200
                with pytest.raises(urllib.error.HTTPError) as found:
                    opener.open(f"http://127.0.0.1:{port}/search/?q={'a' * LONG}", timeout=30)
                assert found.value.code == 414
                assert "把要找的内容缩短到 80 字以内" in found.value.read().decode()
            finally:
                server.terminate()
