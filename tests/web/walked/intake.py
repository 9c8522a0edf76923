"""The page of a new case: who is offered it, filled as it stands, for a customer who is known and for a new one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.test import Client as Browser
from tests.web.walked.company import Place
from tests.web.walked.filling import Hand
from tests.web.walked.forms import Form, Page
from tests.web.walked.trial import TRIES

from shouwen.base.clock import now
from shouwen.config.demo.customers import Client
from shouwen.runtime import rulebooks

NEW = "/cases/new/"


@dataclass
class Intake:
    """One case type, taken in by the first who is offered it."""

    place: Place
    case_type: str
    case_id: int = 0
    refused: list[str] = field(default_factory=list)

    def take_in(self) -> None:
        """For a new caller without a trace, where customers call; then for the one who is known."""
        for person in self._openers():
            browser = self.place.browser(person)
            form = _intake_form(Page.read(browser.get(NEW, {"fresh": "1", "case_type": self.case_type})))
            if form is not None and form.values("case_type") == [self.case_type]:
                if self._has_callers():
                    self._for_a_new_one(browser, form)
                self.case_id = self._register(browser, Form(form.element), self.place.client)
                return
        self.refused.append("nobody is offered it")

    def _openers(self) -> Iterator[str]:
        """Those who lead stand first in a company; whoever asks for something had better have somebody above them."""
        rule = rulebooks.rulebook(self.place.key).procedures[self.case_type]
        posts = rule.opens.by.posts() if rule.opens and rule.opens.by else frozenset()
        for place, persons in reversed(self.place.company.posts.items()):
            if not posts or place.partition("@")[0] in posts:
                yield from persons[:1]

    def _has_callers(self) -> bool:
        opens = rulebooks.rulebook(self.place.key).procedures[self.case_type].opens
        return opens is not None and "phone" in opens.via

    def _for_a_new_one(self, browser: Browser, form: Form) -> None:
        stranger = replace(self.place.client, id=0, name="欧阳晓", phone="13611110005", object=0)
        with transaction.atomic():
            self._register(browser, form, stranger)
            transaction.set_rollback(True)

    def _register(self, browser: Browser, form: Form, client: Client) -> int:
        """The case's number; nought where it was refused whatever was filled."""
        hand, words = Hand(now(), client), ""
        for _attempt in range(TRIES):
            caller = Page.read(browser.get(f"{NEW}caller/", {"phone": client.phone}))
            # Whoever may not see the dossier takes the customer in as a new one.
            chosen: dict[str, Any] = {"phone": [client.phone], "case_type": [self.case_type]}
            for radio in caller.tree.xpath("//input[@type='radio'][@name]"):
                chosen.setdefault(radio.get("name"), [radio.get("value")])
            form.typed |= chosen
            hand.fill(form)
            response = browser.post(form.action, form.sent(None) | chosen)
            if response.status_code == 302:
                return int(response["Location"].strip("/").split("/")[-1])
            page = Page.read(response)
            hand.learn(page, form)
            words = f"{client.name} {client.phone}: {response.status_code} {page.errors()}"
            form = _intake_form(page) or form
        self.refused.append(words)
        return 0


def _intake_form(page: Page) -> Form | None:
    return next((each for each in page.forms() if each.element.get("id") == "intake"), None)
