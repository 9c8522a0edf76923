"""Everything that changes presence, the duty roster, choices and hot spots."""

from shouwen.dispatch.actions.choosing import give_out as give_out
from shouwen.dispatch.actions.choosing import settle as settle
from shouwen.dispatch.actions.duty import DutyRefused as DutyRefused
from shouwen.dispatch.actions.duty import Lack as Lack
from shouwen.dispatch.actions.duty import Shift as Shift
from shouwen.dispatch.actions.duty import drop_shift as drop_shift
from shouwen.dispatch.actions.duty import end_duty_of as end_duty_of
from shouwen.dispatch.actions.duty import set_duty as set_duty
from shouwen.dispatch.actions.duty import shifts_ahead as shifts_ahead
from shouwen.dispatch.actions.hotspots import NoteMissingError as NoteMissingError
from shouwen.dispatch.actions.hotspots import acknowledge as acknowledge
from shouwen.dispatch.actions.hotspots import forget_titles as forget_titles
from shouwen.dispatch.actions.hotspots import keep_hot_spots as keep_hot_spots
from shouwen.dispatch.actions.presence import TooManyError as TooManyError
from shouwen.dispatch.actions.presence import arrive as arrive
from shouwen.dispatch.actions.presence import drop_ability as drop_ability
from shouwen.dispatch.actions.presence import note_ability as note_ability
from shouwen.dispatch.actions.presence import seen as seen
from shouwen.dispatch.actions.presence import set_capacity as set_capacity
from shouwen.dispatch.actions.presence import set_presence as set_presence
from shouwen.dispatch.actions.presence import silence as silence
