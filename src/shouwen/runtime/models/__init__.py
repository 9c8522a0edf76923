"""What the runtime keeps: the ledger, the index of what is open, what has to leave the house, and the installed rulebooks."""

from shouwen.runtime.models.index import Clock as Clock
from shouwen.runtime.models.index import Finding as Finding
from shouwen.runtime.models.index import Task as Task
from shouwen.runtime.models.index import TaskSeat as TaskSeat
from shouwen.runtime.models.ledger import ActKey as ActKey
from shouwen.runtime.models.ledger import Anchor as Anchor
from shouwen.runtime.models.ledger import Ledger as Ledger
from shouwen.runtime.models.ledger import Seal as Seal
from shouwen.runtime.models.ledger import Subject as Subject
from shouwen.runtime.models.mail_server import MailServer as MailServer
from shouwen.runtime.models.numbers import NumberCounter as NumberCounter
from shouwen.runtime.models.outgoing import Notice as Notice
from shouwen.runtime.models.outgoing import Outbox as Outbox
from shouwen.runtime.models.rulebook import ConfirmedFigure as ConfirmedFigure
from shouwen.runtime.models.rulebook import EditionEntry as EditionEntry
from shouwen.runtime.models.rulebook import InstalledRulebook as InstalledRulebook
from shouwen.runtime.models.rulebook import JobRun as JobRun
from shouwen.runtime.models.rulebook import WorkerBeat as WorkerBeat
