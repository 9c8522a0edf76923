"""Leads a case from the page of a new one to its end by what the pages offer, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client as Browser
from tests.web.walked.company import Place
from tests.web.walked.filling import Hand
from tests.web.walked.forms import Button, Form, Page
from tests.web.walked.intake import Intake
from tests.web.walked.trial import Trial, outcomes

from shouwen.base import actions as base
from shouwen.base.clock import now
from shouwen.engine.approval import asked
from shouwen.engine.seats import persons_of
from shouwen.engine.state import Active, State
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import family_of, next_instant
from shouwen.runtime.sweep import sweep

MOST_ACTS, MOST_WAITS = 80, 40


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """Where nobody gets on in the pages."""

    case_type: str
    step: str
    button: str
    words: str

    def __str__(self) -> str:
        return f"{self.case_type}/{self.step} [{self.button}]: {self.words}"


@dataclass
class Walk:
    """One case and all that was opened from it."""

    place: Place
    case_type: str
    root: int = 0
    dead: list[DeadEnd] = field(default_factory=list)
    refused: list[DeadEnd] = field(default_factory=list)
    """Buttons that were refused where others led on."""
    passed: list[str] = field(default_factory=list)
    waits: int = 0
    blocked: dict[tuple[int, str], tuple[int, DeadEnd]] = field(default_factory=dict)

    def whole(self) -> None:
        """From the first page to the end."""
        self.root = self._open()
        if not self.root:
            return
        for _ in range(MOST_ACTS):
            if self.is_over() or not (self._act() or self._wait()):
                break
        if not self.is_over():
            self.dead += self._why_stuck()

    def is_over(self) -> bool:
        return family_of(self.root, open_only=True)[self.root].closed_at is not None

    def _why_stuck(self) -> list[DeadEnd]:
        family = family_of(self.root, open_only=True)
        found = [end for _, end in self.blocked.values()]
        standing = ", ".join(
            f"{state.case_type}:{[each.task for each in state.active]} ended={state.flow_ended} pending={state.pending}"
            for state in family.values()
            if not state.closed_at
        )
        return [*found, DeadEnd(self.case_type, "", "", f"does not come to its end: {standing} via {self.passed}")]

    def _open(self) -> int:
        intake = Intake(self.place, self.case_type)
        intake.take_in()
        self.dead += [DeadEnd(self.case_type, "new", "登记", words) for words in intake.refused]
        return intake.case_id

    # -- what stands open -----------------------------------------------------------------------------------------

    def _act(self) -> bool:
        """Somebody does something; what was refused is not tried again before something else happened."""
        family = family_of(self.root, open_only=True)
        for case_id, state in family.items():
            for active in state.active if state.closed_at is None else ():
                known = self.blocked.get((case_id, active.task))
                if active.group or (known and known[0] == self.waits * 100 + len(self.passed)):
                    continue
                end = self._do(case_id, state, active)
                if end is None:
                    self.blocked.pop((case_id, active.task), None)
                    self.passed.append(f"{state.case_type}/{active.task}")
                    return True
                self.blocked[case_id, active.task] = (self.waits * 100 + len(self.passed), end)
        return False

    def _wait(self) -> bool:
        """Nobody can do anything now: time passes to the next instant that matters."""
        instant = next_instant(now())
        if instant is None or self.waits >= MOST_WAITS:
            return False
        self.waits += 1
        base.move_demo_clock(by=instant - now() + timedelta(seconds=1))
        sweep(now=now())
        return True

    def _persons(self, state: State, active: Active) -> list[str]:
        if active.taken_by:
            return [active.taken_by]
        roster = roster_for(
            state.unit, at=now(), posts=posts_of(rulebooks.rulebook(state.edition)), procedure=state.case_type
        )
        approval = state.approvals.get(active.task)
        seats = [approval.signers[place].seat for place in asked(approval)] if approval else list(active.open_seats)
        found = [person for seat in seats for person in persons_of(seat, roster)]
        if any(seat.outside for seat in seats):
            # What a party outside does is recorded by whoever works on the case.
            found += [str(state.opener), *(visit.by for visit in state.visits if visit.by)]
        return list(dict.fromkeys(found))

    def _do(self, case_id: int, state: State, active: Active) -> DeadEnd | None:
        step = active.step or active.task

        def dead(words: str, button: str = "") -> DeadEnd:
            return DeadEnd(state.case_type, step, button, words)

        persons = self._persons(state, active)
        if not persons:
            return dead("a task of nobody")
        end = None
        for person in persons[:3]:
            browser = self.place.browser(person)
            response = browser.get(f"/cases/{case_id}/")
            if response.status_code != 200:
                end = dead(f"{person} gets {response.status_code}")
                continue
            page = Page.read(response)
            form = page.form_of(active.task, "/step/")
            if form is not None:
                return self._step(browser, case_id, state, active, page)
            form = page.form_of(active.task, "/act/")
            if form is not None:
                return self._verb(browser, state, active, form)
            end = dead(self._other_way(browser, page, active) or "")
            if not end.words:
                return None
        return end

    def _other_way(self, browser: Browser, page: Page, active: Active) -> str | None:
        """A task beside the flow, done by a button of the toolbar."""
        words = "no form and no button"
        for form in page.forms():
            is_done = form.values("act") in (["done"], ["close"])
            if is_done and form.values("task") == [active.task] and form.element.getparent().tag == "dialog":
                Hand(now(), self.place.client).fill(form)
                response = browser.post(form.action, form.sent(None))
                if response.status_code == 302:
                    return None
                words = f"{response.status_code} {Page.read(response).errors()}"
        return words

    def _verb(self, browser: Browser, state: State, active: Active, form: Form) -> DeadEnd | None:
        """Taken, or approved, by the first button."""
        Hand(now(), self.place.client).fill(form)
        form.typed.pop("person", None)
        response = browser.post(form.action, form.sent(form.buttons[0]))
        if response.status_code == 302:
            return None
        words = f"{response.status_code} {Page.read(response).errors()}"
        return DeadEnd(state.case_type, active.step or active.task, form.buttons[0].words, words)

    # -- a step's form --------------------------------------------------------------------------------------------

    def _step(self, browser: Browser, case_id: int, state: State, active: Active, page: Page) -> DeadEnd | None:
        """The first button, or another one where it is refused; each visit begins with the next."""
        form = page.form_of(active.task, "/step/")
        buttons = outcomes(form) if form else ()
        if not buttons:
            return DeadEnd(state.case_type, active.step, "", "a step with no button")
        turn = (active.visit - 1) % len(buttons)
        tried: list[Trial] = []
        self._press_each(browser, case_id, state, active, page, buttons)
        for button in (*buttons[turn:], *buttons[:turn]):
            trial = Trial(self.place, browser, f"/cases/{case_id}/", active.task, button, page)
            if trial.press():
                return None
            tried.append(trial)
            page = Page.read(browser.get(f"/cases/{case_id}/"))
        return DeadEnd(state.case_type, active.step, tried[0].button.words, tried[0].words)

    def _press_each(
        self, browser: Browser, case_id: int, state: State, active: Active, page: Page, buttons: Sequence[Button]
    ) -> None:
        """Every other button, once in a rulebook and without a trace: accepted, or refused with what can be mended."""
        for button in buttons:
            known = (state.case_type, active.step, button.value)
            if known in self.place.pressed:
                continue
            self.place.pressed.add(known)
            trial = Trial(self.place, browser, f"/cases/{case_id}/", active.task, button, page)
            if len(buttons) > 1 and not trial.would_pass():
                end = DeadEnd(state.case_type, active.step, button.words, trial.words)
                (self.refused if trial.can_be_mended() else self.dead).append(end)
