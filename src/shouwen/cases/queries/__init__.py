"""What can be known about cases, always through the eyes of a viewer."""

from shouwen.cases.queries.board import board as board
from shouwen.cases.queries.compliance import compliance as compliance
from shouwen.cases.queries.desk import draft as draft
from shouwen.cases.queries.desk import notices as notices
from shouwen.cases.queries.desk import saved_views as saved_views
from shouwen.cases.queries.intake import case_types as case_types
from shouwen.cases.queries.intake import edition_for as edition_for
from shouwen.cases.queries.intake import intake_form as intake_form
from shouwen.cases.queries.lists import Filters as Filters
from shouwen.cases.queries.lists import count as count
from shouwen.cases.queries.lists import listing as listing
from shouwen.cases.queries.page import case_page as case_page
from shouwen.cases.queries.papers import FilledPaper as FilledPaper
from shouwen.cases.queries.papers import NoSuchPaper as NoSuchPaper
from shouwen.cases.queries.papers import papers_of as papers_of
from shouwen.cases.queries.papers import printable as printable
from shouwen.cases.queries.seeing import NoSuchCase as NoSuchCase
from shouwen.cases.queries.seeing import get_for as get_for
from shouwen.cases.queries.similar import similar as similar
from shouwen.cases.queries.tasks import MOST_SHOWN as MOST_SHOWN
from shouwen.cases.queries.tasks import count_tasks as count_tasks
from shouwen.cases.queries.tasks import my_tasks as my_tasks
from shouwen.cases.queries.ways import by_number as by_number
from shouwen.cases.queries.ways import lacking as lacking
from shouwen.cases.queries.ways import starts as starts
from shouwen.cases.queries.ways import way_of as way_of
