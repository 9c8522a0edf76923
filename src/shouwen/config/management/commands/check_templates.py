"""Compiles every template of the pages, so that a broken one is found before somebody opens it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError, engines


class Command(BaseCommand):
    """Names each template that does not compile, with the reason."""

    help = __doc__ or ""
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.PACKAGE_DIR) / "web"
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        problems = [problem for name in names if (problem := _problem(name))]
        if problems:
            raise CommandError("\n".join(problems))


def _problem(name: str) -> str:
    try:
        engines["django"].get_template(name)
    except TemplateSyntaxError as error:
        return f"{name}: {error}"
    return ""
