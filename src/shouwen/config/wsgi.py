"""What a web server calls."""

import gc
import logging
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")

application = get_wsgi_application()


def _warm() -> None:
    """Compiles the rulebooks and reads the organisation once, before the server forks: its processes share them.

    No connection may pass to the processes that fork.
    """
    connection = import_module("django.db").connection
    try:
        import_module("shouwen.runtime.rulebooks").installed()
        import_module("shouwen.people.queries").unit_names()
        import_module("shouwen.base.pinyin").latin_of("首问")
        import_module("django.urls").get_resolver().url_patterns  # noqa: B018  # reading it imports every page
    except import_module("django.db").DatabaseError:
        # Pages read both when they are asked for; the server starts all the same.
        logging.getLogger(__name__).exception("the database could not be read before the start")
    finally:
        connection.close()
        if connection.pool is not None:
            connection.close_pool()
    # What is read stays: a collector that never looks at it again leaves its pages shared with the processes that fork.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


_warm()
