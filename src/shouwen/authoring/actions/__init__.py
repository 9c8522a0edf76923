"""Everything that changes a draft, what is suggested for it, and the proposals that put rulebooks into use or out of it."""

from shouwen.authoring.actions.clauses import carry_name as carry_name
from shouwen.authoring.actions.clauses import renumber_clause as renumber_clause
from shouwen.authoring.actions.drafts import LONGEST as LONGEST
from shouwen.authoring.actions.drafts import CannotPublish as CannotPublish
from shouwen.authoring.actions.drafts import Closed as Closed
from shouwen.authoring.actions.drafts import Conflict as Conflict
from shouwen.authoring.actions.drafts import UnderReview as UnderReview
from shouwen.authoring.actions.drafts import copy_edition as copy_edition
from shouwen.authoring.actions.drafts import make_draft as make_draft
from shouwen.authoring.actions.drafts import make_from_reading as make_from_reading
from shouwen.authoring.actions.drafts import publish as publish
from shouwen.authoring.actions.drafts import remove_draft as remove_draft
from shouwen.authoring.actions.drafts import save_file as save_file
from shouwen.authoring.actions.moves import carry_out as carry_out
from shouwen.authoring.actions.proposals import CannotPropose as CannotPropose
from shouwen.authoring.actions.proposals import NotYours as NotYours
from shouwen.authoring.actions.proposals import decide as decide
from shouwen.authoring.actions.proposals import propose_move as propose_move
from shouwen.authoring.actions.proposals import propose_publication as propose_publication
from shouwen.authoring.actions.proposals import propose_retirement as propose_retirement
from shouwen.authoring.actions.proposals import publish_agreed as publish_agreed
from shouwen.authoring.actions.proposals import retire_agreed as retire_agreed
from shouwen.authoring.actions.suggestions import accept_limit as accept_limit
from shouwen.authoring.actions.suggestions import accept_suggestion as accept_suggestion
from shouwen.authoring.actions.suggestions import add_suggested_rules as add_suggested_rules
from shouwen.authoring.actions.suggestions import reject_suggestion as reject_suggestion
