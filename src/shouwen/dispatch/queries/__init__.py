"""What pages may know of presence, choices and hot spots."""

from shouwen.dispatch.queries.presence import PresenceRow as PresenceRow
from shouwen.dispatch.queries.presence import own_presence as own_presence
from shouwen.dispatch.queries.presence import team_presence as team_presence
