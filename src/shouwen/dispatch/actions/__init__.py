"""Everything that changes presence, choices and hot spots."""

from shouwen.dispatch.actions.choosing import give_out as give_out
from shouwen.dispatch.actions.choosing import settle as settle
from shouwen.dispatch.actions.hotspots import NoteMissingError as NoteMissingError
from shouwen.dispatch.actions.hotspots import acknowledge as acknowledge
from shouwen.dispatch.actions.hotspots import keep_hot_spots as keep_hot_spots
from shouwen.dispatch.actions.presence import TooManyError as TooManyError
from shouwen.dispatch.actions.presence import arrive as arrive
from shouwen.dispatch.actions.presence import drop_ability as drop_ability
from shouwen.dispatch.actions.presence import note_ability as note_ability
from shouwen.dispatch.actions.presence import seen as seen
from shouwen.dispatch.actions.presence import set_capacity as set_capacity
from shouwen.dispatch.actions.presence import set_presence as set_presence
from shouwen.dispatch.actions.presence import silence as silence
