"""Everything that analytics writes: history taken in and let pass again, and what is learnt from it."""

from shouwen.analytics.actions.erasing import erase_faults as erase_faults
from shouwen.analytics.actions.erasing import forget_replies as forget_replies
from shouwen.analytics.actions.history import Busy as Busy
from shouwen.analytics.actions.history import Outcome as Outcome
from shouwen.analytics.actions.history import Target as Target
from shouwen.analytics.actions.history import find_bursts as find_bursts
from shouwen.analytics.actions.history import import_source as import_source
from shouwen.analytics.actions.history import replay as replay
from shouwen.analytics.actions.history import would_open as would_open
from shouwen.analytics.actions.learning import learn_all as learn_all
from shouwen.analytics.actions.learning import record_answer as record_answer
