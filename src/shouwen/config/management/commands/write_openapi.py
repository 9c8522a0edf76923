"""Writes the interface's specification beside its code, where changes of it are seen in review."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from shouwen import api as package
from shouwen.api.router import api


class Command(BaseCommand):
    help = "Write src/shouwen/api/openapi.json from the interface as it is now."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(str(package.__file__)).parent / "openapi.json"
        target.write_text(json.dumps(api.get_openapi_schema(), default=str, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"{target.name} is written.")
