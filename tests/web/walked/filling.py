"""Fills what a form offers with what a sensible person would write, differently at each try."""

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from struct import pack

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.walked.company import ZONE
from tests.web.walked.forms import Control, Form, Page, Sent

from shouwen.config.demo.customers import Client
from shouwen.config.demo.guess import AHEAD, BAD, SHARES

FOR_EXAMPLE = re.compile(r"例如 ([0-9.]+(?:-[0-9]+)*(?: [0-9:]+)?)")
NAMED = re.compile(r"“([^“”]+)”")
CELL = re.compile(r"第1行(.+)$")


def _picture() -> bytes:
    rows = b"".join(b"\0" + bytes((96, 150, 84)) * 8 for _ in range(8))
    parts = ((b"IHDR", pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(part)) + name + part + pack(">I", zlib.crc32(name + part)) for name, part in parts
    )


PICTURE = _picture()
ROUNDS = 6
"""What shows after something was chosen is filled too; no form of a rulebook is deeper than that."""


@dataclass
class Hand:
    """Whoever fills: at which instant, for whom, and what they learnt from a refusal."""

    at: datetime
    client: Client
    tries: Counter[str] = field(default_factory=Counter)
    """How often a control was filled in vain."""
    examples: dict[str, str] = field(default_factory=dict)
    """What the page itself named as right."""

    def fill(self, form: Form) -> None:
        """Everything that shows and is empty, again until nothing more comes to light."""
        for _ in range(ROUNDS):
            if not [control for control in form.shown() if self._fills(form, control)]:
                return

    def learn(self, page: Page, form: Form) -> None:
        """What the page names as wrong is filled otherwise the next time; where it names nothing, everything chosen is."""
        errors = page.errors()
        said = [title for words in errors.values() for title in NAMED.findall(words)]
        named = {(cell[1] if (cell := CELL.search(title)) else title) for title in said} | set(said)
        wrong = [one for one in form.controls.values() if one.name in errors or one.title in named]
        for control in wrong or [one for one in form.shown() if one.kind in ("radio", "select")]:
            self.tries[control.name] += 1
            words = next((text for text in errors.values() if control.title in text), "")
            if example := FOR_EXAMPLE.search(words):
                self.examples[control.name] = example[1]

    def _fills(self, form: Form, control: Control) -> bool:
        stands = any(form.values(control.name)) and control.name not in self.tries
        # What no paper asks for stays as it is: whether somebody wants to stay unnamed, whether it is urgent.
        is_own = "." not in control.name and control.kind == "checkbox"
        if control.name in form.typed or stands or is_own or _row_of(control.name) > 0:
            return False
        form.typed[control.name] = self.value(control)
        return bool(form.typed[control.name])

    def value(self, control: Control) -> list[Sent]:
        """What stands in the control afterwards."""
        if control.kind in ("radio", "checkbox", "select"):
            return self._chosen(control, self.tries[control.name])
        if control.kind == "file":
            return [SimpleUploadedFile("现场照片.png", PICTURE, "image/png")]
        return [self.examples.get(control.name) or self._written(control)]

    def _chosen(self, control: Control, tried: int) -> list[Sent]:
        options = control.options
        if set(options) == {"true", "false"}:
            is_bad = any(word in control.title for word in BAD)
            return [("false", "true")[(tried + (not is_bad)) % 2]]
        if control.kind == "checkbox" and tried % 2:
            return list(options)
        return [options[tried % len(options)]] if options else []

    def _written(self, control: Control) -> str:
        title = control.title
        day = self.at.astimezone(ZONE) + timedelta(days=3 if any(word in title for word in AHEAD) else 0)
        kinds = {
            "date": f"{day:%Y-%m-%d}",
            "datetime-local": f"{day:%Y-%m-%dT%H:%M}",
            "time": "15:30",
            "tel": self.client.phone,
            "number": str(round(float(control.elements[0].get("max") or 10) * 0.9)),
        }
        if control.kind in kinds:
            return kinds[control.kind]
        if control.elements[0].get("inputmode") == "decimal":
            return self._figure(control, self.tries[control.name])
        known = self.client
        if control.elements[0].get("data-customer") is not None:
            return known.name
        own = {"name": known.name, "customer_name": known.name, "phone": known.phone, "address": known.address}
        return own.get(control.name.rpartition(".")[2]) or f"{title or '内容'}：已按规定核实并办理"

    def _figure(self, control: Control, tried: int) -> str:
        if control.elements[0].get("placeholder") == "¥":
            return ("1000", "200000", "10", "5000000")[tried % 4]
        is_share = any(word in control.title for word in SHARES)
        return (("95", "60", "100", "0") if is_share else ("2", "1", "100", "0"))[tried % 4]


def _row_of(name: str) -> int:
    """Which row of a table a cell stands in; nought for any other control."""
    parts = name.split(".")
    return int(parts[2]) if len(parts) == 4 and parts[2].isdecimal() else 0
