"""The settings of an installation, with the bare page beside its own."""

from shouwen.config.settings import *  # noqa: F403

ROOT_URLCONF = "shouwen.config.bench.urls"
