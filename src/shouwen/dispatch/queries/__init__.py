"""What pages may know of presence, choices and hot spots."""

from shouwen.dispatch.queries.abilities import PersonView as PersonView
from shouwen.dispatch.queries.abilities import asked_for as asked_for
from shouwen.dispatch.queries.abilities import ensure_supervises as ensure_supervises
from shouwen.dispatch.queries.abilities import person_view as person_view
from shouwen.dispatch.queries.choices import ChoiceView as ChoiceView
from shouwen.dispatch.queries.choices import choices_of as choices_of
from shouwen.dispatch.queries.cover import CoverRow as CoverRow
from shouwen.dispatch.queries.cover import cover as cover
from shouwen.dispatch.queries.grid import COLUMNS as COLUMNS
from shouwen.dispatch.queries.grid import WAYS as WAYS
from shouwen.dispatch.queries.grid import GridRow as GridRow
from shouwen.dispatch.queries.grid import grid as grid
from shouwen.dispatch.queries.hotspots import NoSuchSpotError as NoSuchSpotError
from shouwen.dispatch.queries.hotspots import SpotView as SpotView
from shouwen.dispatch.queries.hotspots import cases_of_spot as cases_of_spot
from shouwen.dispatch.queries.hotspots import hot_spots as hot_spots
from shouwen.dispatch.queries.overrides import Asked as Asked
from shouwen.dispatch.queries.overrides import OverrideRow as OverrideRow
from shouwen.dispatch.queries.overrides import overrides as overrides
from shouwen.dispatch.queries.presence import PRESENCE_WORDS as PRESENCE_WORDS
from shouwen.dispatch.queries.presence import PresenceRow as PresenceRow
from shouwen.dispatch.queries.presence import own_presence as own_presence
from shouwen.dispatch.queries.presence import team_presence as team_presence
from shouwen.dispatch.queries.supervisions import SupervisionRow as SupervisionRow
from shouwen.dispatch.queries.supervisions import supervisions as supervisions
