"""One button of a step's form: pressed with what the page lets one fill, again with what its refusals teach."""

import re
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client as Browser
from tests.web.walked.company import Place
from tests.web.walked.filling import PICTURE, Hand
from tests.web.walked.forms import Button, Form, Page, Sent, words_of

from shouwen.base.clock import now

TRIES = 4
NAMED = re.compile(r"[“《]([^“”《》]+)[”》]")
A_TIME = "可办理时间"
"""From when on it goes: nothing to fill, and nothing lacking in the page."""


def outcomes(form: Form) -> tuple[Button, ...]:
    """The ways out of the step, without the one that goes on to the next case."""
    found = {each.value: each for each in reversed(form.buttons) if each.name == "outcome"}
    return tuple(reversed(found.values()))


@dataclass
class Trial:
    """A button of one task, as one person meets it."""

    place: Place
    browser: Browser
    address: str
    task: str
    button: Button
    page: Page
    words: str = ""
    hand: Hand = field(init=False)

    def __post_init__(self) -> None:
        self.hand = Hand(now(), self.place.client)

    @property
    def form(self) -> Form | None:
        return self.page.form_of(self.task, "/step/")

    def press(self) -> bool:
        """Whether it was accepted; if not, `words` say what the page said last."""
        signed = False
        for _attempt in range(TRIES):
            form = self.form
            if form is None:
                self.words = "the form is gone from the page"
                return False
            self.hand.fill(form)
            response = self.browser.post(form.action, rewound(form.sent(self.button)))
            if response.status_code == 302:
                return True
            self.page = Page.read(response)
            self.words = f"{response.status_code} {self.page.errors()}"
            if "签字" in self.words and not signed:
                self._sign(form)
                signed = True
            else:
                self.hand.learn(self.page, form)
        return False

    def would_pass(self) -> bool:
        """The same without any trace."""
        with transaction.atomic():
            passes = self.press()
            transaction.set_rollback(True)
        return passes

    def can_be_mended(self) -> bool:
        """Whether the page says what lacks and has a place for it."""
        form, errors = self.form, self.page.errors()
        if form is None or not errors or not self.words.startswith("422"):
            return False
        there = {control.title for control in form.shown()}
        there |= {words_of(each) for each in form.element.iter("legend")}
        whole = errors.pop("", "")
        beside = any(form.shows(form.controls[name]) for name in errors if name in form.controls)
        return beside or A_TIME in whole or any(title in there for title in NAMED.findall(whole))

    def _sign(self, form: Form) -> None:
        """Papers are filed and signed by the buttons of the pages: here, then by whoever has the post that is asked."""
        for name in [each.value for each in form.buttons if each.name == "file"]:
            self.page = Page.read(self.browser.get(self.address))
            filing = self.form
            assert filing is not None
            self.hand.fill(filing)
            self.browser.post(filing.action, rewound(filing.sent(Button("file", name, ""))))
        for sign in Page.read(self.browser.get(f"{self.address}papers/")).forms():
            if sign.action.endswith("/sign/"):
                party = str(next(iter(sign.values("party")), ""))
                signer = next((self.place.browser(one) for one in self.place.company.holders(party)), self.browser)
                if "scan" in sign.controls:
                    sign.typed["scan"] = [SimpleUploadedFile("签字.png", PICTURE, "image/png")]
                signer.post(sign.action, sign.sent(None))
        self.page = Page.read(self.browser.get(self.address))


def rewound(sent: dict[str, list[Sent]]) -> dict[str, list[Sent]]:
    """A file is read once more when it is sent again."""
    for value in (value for values in sent.values() for value in values):
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return sent
