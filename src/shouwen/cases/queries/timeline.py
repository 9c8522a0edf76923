"""What happened to a case, in words: decisions of the ledger and messages, oldest first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.translation import gettext as _

from shouwen.base.reading import as_read
from shouwen.cases.models import HandedDraft, Message
from shouwen.cases.queries.seeing import party_name, person_name
from shouwen.cases.queries.worded import Worded, wall_clock
from shouwen.cases.rows import TimelineEntry
from shouwen.cases.words import EVENTS, LACKS, act_title, limit_title
from shouwen.engine.codec import effect_from_json
from shouwen.engine.effects import (
    CloseCase,
    Effect,
    Escalate,
    HandOver,
    IssuePaper,
    MarkClock,
    Notify,
    OpenCase,
    OpenTask,
    RaiseAlarm,
    ReassignTask,
    Refuse,
    RequestFact,
    StopClock,
)
from shouwen.engine.facts import Assignee
from shouwen.engine.state import State
from shouwen.engine.taking_out import TAKEN_OUT
from shouwen.people.access import Viewer
from shouwen.rulebook.asked import TAKING_OUT
from shouwen.runtime.queries import LogEntry

MOST_NAMED = 3
# What a message already says needs no second line.
SAID = frozenset({"case.noted", "customer.wrote"})
KINDS = {"reply": "回复客户", "note": "内部备注", "inbound": "客户来信"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands outside the log: drafts that colleagues handed on, who wrote that is not the case's own customer,
    and the numbers of the cases that its acts name.
    """

    drafts: Mapping[int, HandedDraft] = field(default_factory=dict)
    callers: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)


NOTHING = Beside()


class Teller:
    """Words one case's log for one viewer."""

    def __init__(self, viewer: Viewer, worded: Worded, state: State) -> None:
        self.viewer = viewer
        self.worded = worded
        self.state = state

    def tell(
        self, log: Iterable[LogEntry], messages: Iterable[Message], beside: Beside = NOTHING
    ) -> tuple[TimelineEntry, ...]:
        """Both in one line of time; a message and the act that it came with are one."""
        said = {message.seq: message for message in messages if message.seq is not None}
        alone = [message for message in messages if message.seq is None]
        entries = [self._message(message, None, beside) for message in alone]
        for row in log:
            message = None if row.refused else said.get(row.seq)
            entry = self._message(message, row, beside) if message else self._entry(row, beside)
            entries += [entry] if entry else []
        return tuple(_once(sorted(entries, key=lambda entry: (entry.at, entry.seq or 0))))

    def _message(self, message: Message, row: LogEntry | None, beside: Beside) -> TimelineEntry:
        who = message.customer_id
        return TimelineEntry(
            at=message.at,
            kind=message.kind,
            title=_(KINDS[message.kind]),
            by=person_name(self.viewer, message.author),
            text=message.text,
            clauses=row.clauses if row else (),
            consequences=self._consequences(row) if row else (),
            seq=message.seq,
            files=tuple(int(each) for each in message.files),
            why=str(row.event.get("reason") or "") if row else "",
            drafted=tuple(self._drafted(message.draft_id, beside.drafts)),
            caller=(who, beside.callers[who]) if who is not None and who in beside.callers else None,
        )

    def _drafted(self, draft: int | None, drafts: Mapping[int, HandedDraft]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        while draft is not None and draft in drafts:
            row = drafts[draft]
            found.insert(0, (person_name(self.viewer, row.giver), row.text))
            draft = row.before_id
        return found

    def _consequences(self, row: LogEntry) -> tuple[str, ...]:
        effects = [effect_from_json(each) for each in row.effects]
        return tuple(dict.fromkeys(words for effect in effects if (words := self._consequence(effect))))

    def _entry(self, row: LogEntry, beside: Beside) -> TimelineEntry | None:
        effects = [effect_from_json(each) for each in row.effects]
        consequences = self._consequences(row)
        if row.kind == "TimeReached" and not consequences:
            return None
        if row.kind == "Happened" and row.event.get("name") in SAID:
            return None
        return TimelineEntry(
            at=row.at,
            kind="paper_link" if _tells_of_link(row) else _snake(row.kind),
            title=as_read(self._title(row)),
            by=person_name(self.viewer, row.event.get("by")),
            text=self._refusal(effects) if row.refused else _with_case(row, beside.numbers, self._said(row)),
            clauses=row.clauses,
            facts=self._facts(row),
            consequences=() if row.refused else consequences,
            refused=row.refused,
            seq=row.seq,
        )

    def _facts(self, row: LogEntry) -> tuple[tuple[str, str], ...]:
        """What was filled in; of a promise the time; a refused try changed nothing, and says only why."""
        if row.kind == "PromiseMade":
            return ((_("答应客户的时间"), wall_clock(str(row.event["reply_at"]))),)
        tells = row.kind != "ActRequested" and not row.refused
        return self.worded.facts(row.event.get("facts") or {}) if tells else ()

    def _said(self, row: LogEntry) -> str:
        """The reason or words that came with it; what was printed or sent; of a signature, for which party it stands."""
        if _tells_of_link(row):
            return "，".join(str(value) for value in row.event["facts"].values())
        if row.kind == "ActRequested" and row.event.get("act") in TAKING_OUT:
            what = str((row.event.get("facts") or {}).get(TAKEN_OUT) or "")
            return "，".join(part for part in (what, str(row.event.get("reason") or "")) if part)
        if row.kind != "PaperSigned":
            return str(row.event.get("reason") or row.event.get("words") or "")
        signer = self.worded.party(str(row.event.get("party")))
        if row.event.get("name"):
            return _("%(party)s（%(name)s，凭签字链接手写签字）") % {"party": signer, "name": row.event["name"]}
        return _("%(party)s（纸面签字，已附扫描件）") % {"party": signer} if row.event.get("scan") else signer

    def _title(self, row: LogEntry) -> str:
        event = row.event
        if row.kind == "StepFinished":
            return self.worded.outcome(str(event.get("step")), str(event.get("outcome")))
        if row.kind == "ActRequested":
            return _(act_title("merge" if (event.get("facts") or {}).get("merged") else str(event.get("act"))))
        if row.kind == "PaperFilled":
            return _what(row, _("、").join(self.worded.marked(paper) for paper in row.event.get("papers") or ()))
        if row.kind in {"PaperIssued", "PaperReceived", "PaperSigned"}:
            return _what(row, self.worded.marked(str(event.get("paper"))))
        if row.kind == "Happened":
            return self.worded.happening(str(event.get("name")))
        if row.kind == "ChildClosed":
            return _("%(what)s办结") % {"what": self.worded.procedure(str(event.get("procedure")))}
        return _(EVENTS.get(row.kind, row.kind))

    def _refusal(self, effects: Iterable[Effect]) -> str:
        parts = [
            self.worded.lack(lack, LACKS) for effect in effects if isinstance(effect, Refuse) for lack in effect.lacks
        ]
        said = [effect.say for effect in effects if isinstance(effect, Refuse) and effect.say]
        return "；".join(dict.fromkeys((*said, *parts)))

    def _consequence(self, effect: Effect) -> str:  # noqa: C901, PLR0911, PLR0912  # one arm per effect that people see
        match effect:
            case OpenTask():
                return _("待办「%(title)s」→ %(who)s") % {
                    "title": as_read(effect.title),
                    "who": self._parties(effect.assignees),
                }
            case ReassignTask():
                return _("转给 %(who)s") % {"who": self._parties(effect.assignees)}
            case MarkClock() | StopClock():
                return self._of_a_limit(effect)
            case Notify():
                return _("通知 %(who)s") % {"who": self._parties(effect.to)} if effect.to else ""
            case Escalate():
                return _("升级至 %(who)s") % {"who": self._parties(effect.to)}
            case HandOver():
                return _("移交 %(who)s：%(what)s") % {"who": self._parties(effect.to), "what": as_read(effect.what)}
            case IssuePaper():
                return _("出具%(paper)s") % {"paper": self.worded.marked(effect.paper)}
            case OpenCase():
                return _("开立%(what)s") % {"what": self.worded.procedure(effect.procedure)}
            case RaiseAlarm():
                named = {"seat": self._vacancy(effect), "who": self._parties(effect.to)}
                return _("岗位空缺：%(seat)s，已告知 %(who)s") % named
            case RequestFact():
                return _("需补充「%(fact)s」") % {"fact": self.worded.fact(effect.fact)}
            case CloseCase():
                return _("已办结")
        return ""

    def _of_a_limit(self, effect: MarkClock | StopClock) -> str:
        limit = {"limit": self._clock(effect.clock)}
        match effect:
            case MarkClock(mark="warned"):
                return _("预警：%(limit)s") % limit
            case MarkClock():
                return _("超时：%(limit)s") % limit
            case StopClock(result="late"):
                return _("超时完成：%(limit)s") % limit
            case StopClock(result="met"):
                return _("按时完成：%(limit)s") % limit
        return ""

    def _parties(self, seats: Iterable[Assignee]) -> str:
        return _("、").join(dict.fromkeys(name for seat in seats if (name := self.party(seat)))) or _("（无）")

    def party(self, seat: Assignee) -> str:
        """A seat as it is named."""
        if seat.outside:
            return as_read(self.worded.rulebook.header.parties.get(seat.outside, seat.outside))
        return party_name(self.viewer, self.worded.rulebook, seat.person or "", seat.post or "", seat.unit or "")

    def _vacancy(self, alarm: RaiseAlarm) -> str:
        """The post with its unit, the case's own where none was found; a whole unit or a person by name."""
        if alarm.post in self.worded.rulebook.posts:
            return self.party(Assignee(post=alarm.post, unit=alarm.unit or self.state.unit))
        if alarm.unit or not alarm.post:
            return self.party(Assignee(unit=alarm.unit)) or _("（未指定岗位）")
        return self.party(Assignee(person=alarm.post))

    def _clock(self, key: str) -> str:
        clock = self.state.clocks.get(key)
        return limit_title(clock.title) if clock and clock.title else key


def other_case(row: LogEntry) -> int | None:
    """Into which case this one went, which came into it, or which it was tied to."""
    if row.kind != "ActRequested" or row.event.get("act") not in {"merge", "link"}:
        return None
    facts = row.event.get("facts") or {}
    other = str(facts.get("into") or facts.get("other") or "")
    return int(other) if other.isdecimal() else None


def _with_case(row: LogEntry, numbers: Mapping[int, str], said: str) -> str:
    """The words, after the case they are about; one out of the viewer's sight is not named."""
    number = numbers.get(other_case(row) or 0)
    if number is None:
        return said
    words = {"number": number}
    if row.event.get("act") == "merge":
        told = _("并入 %(number)s") % words
    else:
        told = _("%(number)s 并入本事项") % words if row.event["facts"].get("merged") else number
    return f"{told}：{said}" if said else told


def _what(row: LogEntry, papers: str) -> str:
    return _("%(act)s%(papers)s") % {"act": _(EVENTS[row.kind]), "papers": papers}


def _tells_of_link(row: LogEntry) -> bool:
    return row.kind == "Happened" and str(row.event.get("name")).startswith("signing_link.")


def _once(entries: Iterable[TimelineEntry]) -> Iterator[TimelineEntry]:
    """Tries that were refused one after the other for the same reason are one line with their number, whoever tried."""
    for (refused, *_what), alike in groupby(entries, lambda each: (each.refused, each.title, each.text)):
        tries = list(alike)
        if not refused or len(tries) == 1:
            yield from tries
        else:
            yield replace(tries[-1], times=len(tries), by=_those(dict.fromkeys(each.by for each in tries)))


def _those(names: Collection[str]) -> str:
    named = _("、").join(list(names)[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return named
    return _("%(named)s等 %(count)s 人") % {"named": named, "count": len(names)}


def _snake(name: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name).lstrip("_")
