"""Fills what a form offers with what a sensible person would write, differently at each try."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from struct import pack

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.walked.company import ZONE
from tests.web.walked.forms import Control, Form, Sent

from shouwen.config.demo.guess import AHEAD, BAD, SHARES

FOR_EXAMPLE = re.compile(r"例如 ([0-9.]+(?:-[0-9]+)*(?: [0-9:]+)?)")
CHOOSE = re.compile(r"请从 ([^、 ]+)")
def _picture() -> bytes:
    rows = b"".join(b"\0" + bytes((96, 150, 84)) * 8 for _ in range(8))
    parts = ((b"IHDR", pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(pack(">I", len(part)) + name + part + pack(">I", zlib.crc32(name + part)) for name, part in parts)


PICTURE = _picture()
ROUNDS = 6
"""What shows after something was chosen is filled too; no form of a rulebook is deeper than that."""


@dataclass(frozen=True)
class Hand:
    """Whoever fills: at which instant, for whom, and the how-manieth time they try."""

    at: datetime
    name: str
    phone: str
    address: str
    attempt: int = 0
    errors: Mapping[str, str] | None = None
    """What the page said was wrong the last time, by control."""

    def fill(self, form: Form) -> None:
        """Everything that shows and is empty, again until nothing more comes to light."""
        for _ in range(ROUNDS):
            if not [control for control in form.shown() if self._fills(form, control)]:
                return

    def _fills(self, form: Form, control: Control) -> bool:
        wrong = (self.errors or {}).get(control.name)
        if control.name in form.typed or (any(form.values(control.name)) and not wrong and not self.attempt):
            return False
        if any(form.values(control.name)) and not wrong and control.kind not in ("radio", "select"):
            return False
        if _row_of(control.name) > 0:
            return False
        found = self.value(control, wrong or "")
        form.typed[control.name] = found
        return bool(found)

    def value(self, control: Control, wrong: str) -> list[Sent]:
        """What stands in the control afterwards."""
        example = FOR_EXAMPLE.search(wrong) or CHOOSE.search(wrong)
        if control.kind in ("radio", "checkbox", "select"):
            return self._chosen(control)
        if control.kind == "file":
            return [SimpleUploadedFile("现场照片.png", PICTURE, "image/png")]
        return [example[1] if example else self._written(control)]

    def _chosen(self, control: Control) -> list[Sent]:
        options = control.options
        if set(options) == {"true", "false"}:
            is_bad = any(word in control.title for word in BAD)
            usual, other = ("false", "true") if is_bad else ("true", "false")
            return [(usual, "true", "false", other)[self.attempt % 4]]
        if control.name == "act" or not options:
            return []
        several = control.kind == "checkbox" and len(options) == 1
        return [] if several and self.attempt % 2 else [options[self.attempt % len(options)]]

    def _written(self, control: Control) -> str:
        title = control.title
        day = self.at.astimezone(ZONE) + timedelta(days=3 if any(word in title for word in AHEAD) else 0)
        kinds = {
            "date": f"{day:%Y-%m-%d}",
            "datetime-local": f"{day:%Y-%m-%dT%H:%M}",
            "time": "15:30",
            "tel": self.phone,
            "number": str(round(float(control.elements[0].get("max") or 10) * 0.9)),
        }
        if control.kind in kinds:
            return kinds[control.kind]
        if control.elements[0].get("inputmode") == "decimal":
            return self._figure(control)
        own = {"name": self.name, "customer_name": self.name, "caller": self.name, "phone": self.phone, "address": self.address}
        return own.get(control.name.rpartition(".")[2]) or f"{title or '内容'}：已按规定核实并办理"

    def _figure(self, control: Control) -> str:
        if control.elements[0].get("placeholder") == "¥":
            return ("1000", "200000", "10", "5000000")[self.attempt % 4]
        is_share = any(word in control.title for word in SHARES)
        return (("95", "60", "100", "0") if is_share else ("2", "1", "100", "0"))[self.attempt % 4]


def _row_of(name: str) -> int:
    """Which row of a table a cell stands in; nought for any other control."""
    parts = name.split(".")
    return int(parts[2]) if len(parts) == 4 and parts[2].isdecimal() else 0
