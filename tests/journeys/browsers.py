"""The browser of the journeys: one for a module, and another where it no longer answers."""

import os
import signal
from pathlib import Path
from threading import Timer

from playwright.sync_api import Browser, BrowserContext, Error, Playwright

# Chromium may use neither its sandbox (root has none) nor the network.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
# Closing takes a tenth of a second; on a machine that does much else, a few.
PATIENCE_S = 60.0


class Browsers:
    """Starts Chromium, and starts it anew when it is gone."""

    def __init__(self, playwright: Playwright, chromium: str) -> None:
        self._playwright, self._chromium = playwright, chromium
        self._browser: Browser | None = None
        # Chromium does not know it and leaves it alone; its process is found by it.
        self.mark = f"--journeys-of={os.getpid()}-{id(self)}"

    def living(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            launch = self._playwright.chromium.launch
            self._browser = launch(executable_path=self._chromium, args=[*FLAGS, self.mark])
        return self._browser

    def shut(self, context: BrowserContext, *, patience: float = PATIENCE_S) -> None:
        """Close it. Chromium once in a while never says that it did: it is ended after `patience` seconds."""
        ended: list[int] = []
        watch = Timer(patience, lambda: ended.extend(self.send(signal.SIGKILL)))
        watch.start()
        try:
            context.close()
        except Error:
            if not ended:
                raise
        finally:
            watch.cancel()

    def close(self) -> None:
        if self._browser is not None and self._browser.is_connected():
            self._browser.close()

    def send(self, sign: signal.Signals) -> list[int]:
        """Send a signal to Chromium; the ids of the processes that got it."""
        found = [int(each.name) for each in Path("/proc").glob("[0-9]*") if self.mark in _command(each)]
        for pid in found:
            os.kill(pid, sign)
        return found


def _command(process: Path) -> list[str]:
    try:
        return (process / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return []
