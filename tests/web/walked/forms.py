"""A form of a page as a browser holds it: what shows, what was typed, which buttons there are, what is sent."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from lxml.html import HtmlElement

UNSENT = frozenset({"submit", "button", "image", "reset"})
Sent = str | SimpleUploadedFile


def words_of(element: HtmlElement | None) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", element.text_content()).strip() if element is not None else ""


@dataclass(frozen=True, slots=True)
class Button:
    """What is sent when it is pressed, and what stands on it."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class Control:
    """Everything of one name: a text, a row of radios, a list to choose from."""

    name: str
    elements: tuple[HtmlElement, ...]

    @property
    def kind(self) -> str:
        first = self.elements[0]
        return first.get("type", "text") if first.tag == "input" else str(first.tag)

    @cached_property
    def title(self) -> str:
        """Of the label, the legend of the row, or what the table's column says."""
        first = self.elements[0]
        if first.get("aria-label"):
            return str(first.get("aria-label"))
        holder = next((each for each in first.iterancestors() if "field" in (each.get("class") or "").split()), None)
        label = next((each for each in holder.iter("label", "span")), None) if holder is not None else None
        return words_of(label)

    @property
    def options(self) -> tuple[str, ...]:
        """Values to choose from."""
        if self.kind == "select":
            return tuple(one.get("value", "") for one in self.elements[0].iter("option") if one.get("value"))
        return tuple(each.get("value", "") for each in self.elements)

    def preset(self) -> list[str]:
        """What stands there before anybody types."""
        first = self.elements[0]
        if self.kind in ("radio", "checkbox"):
            return [each.get("value", "on") for each in self.elements if each.get("checked") is not None]
        if self.kind == "select":
            chosen = [one.get("value", "") for one in first.iter("option") if one.get("selected") is not None]
            usual = [one.get("value", "") for one in first.iter("option")][:1]
            return chosen or ([] if first.get("multiple") is not None else usual)
        if self.kind == "textarea":
            return [first.text_content().lstrip("\n")]
        return [] if self.kind == "file" else [first.get("value", "") for first in self.elements]


@dataclass
class Form:
    """One form with what was typed into it so far."""

    element: HtmlElement
    typed: dict[str, list[Sent]] = field(default_factory=dict)

    @property
    def action(self) -> str:
        return str(self.element.get("hx-post") or self.element.get("action"))

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        found: dict[str, list[HtmlElement]] = {}
        for each in self.element.iter("input", "textarea", "select"):
            if each.get("name") and each.get("type") not in UNSENT:
                found.setdefault(each.get("name"), []).append(each)
        return {name: Control(name, tuple(elements)) for name, elements in found.items()}

    @cached_property
    def buttons(self) -> tuple[Button, ...]:
        """In the order of the page."""
        found = (
            each
            for each in self.element.iter("button")
            if each.get("type", "submit") == "submit" and not each.get("form")
        )
        return tuple(Button(each.get("name", ""), each.get("value", ""), words_of(each)) for each in found)

    def values(self, name: str) -> list[Sent]:
        known = self.controls.get(name)
        return self.typed[name] if name in self.typed else list(known.preset()) if known else []

    def shows(self, control: Control) -> bool:
        """Whether a person can reach it: by the conditions that the page judges itself, and the server's own word."""
        first = control.elements[0]
        return control.kind != "hidden" and all(self._is_shown(each) for each in (first, *first.iterancestors()))

    def _is_shown(self, element: HtmlElement) -> bool:
        if element.get("data-shown"):
            return self._judge(json.loads(element.get("data-shown")))
        return element.get("hidden") is None and (element.get("disabled") is None)

    def shown(self) -> Iterator[Control]:
        return (control for control in self.controls.values() if self.shows(control))

    def sent(self, button: Button | None) -> dict[str, list[Sent]]:
        """As the browser sends it: what is hidden alone goes along, a whole form that is not asked for does not."""
        found: dict[str, list[Sent]] = {}
        for name, control in self.controls.items():
            closed = (each for each in control.elements[0].iterancestors("fieldset") if not self._is_shown(each))
            values = self.values(name)
            if values and next(closed, None) is None:
                found[name] = values
        return found | ({button.name: [button.value]} if button and button.name else {})

    def _judge(self, condition: Mapping[str, Any]) -> bool:
        if condition.get("test"):
            return holds(condition["test"], [str(value) for value in self.values(condition["test"]["path"])])
        if condition.get("all"):
            return all(self._judge(part) for part in condition["all"])
        if condition.get("any"):
            return any(self._judge(part) for part in condition["any"])
        return not self._judge(condition["no"])


def holds(test: Mapping[str, Any], values: list[str]) -> bool:
    """One test of a condition as the browser makes it."""
    op, wanted = test["op"], test.get("value")
    if op == "known":
        return any(values) == (wanted != "false")
    if op in ("equals", "has"):
        return wanted in values
    if op == "lacks":
        return wanted not in values
    if op == "one_of":
        return any(value in (wanted or ()) for value in values)
    return bool(values and values[0]) and _compared(op, _number(values[0]), _number(str(wanted)))


def _compared(op: str, number: float, bound: float) -> bool:
    if op == "at_least":
        return number >= bound
    if op == "at_most":
        return number <= bound
    return number > bound if op == "more_than" else number < bound


def _number(text: str) -> float:
    """As JavaScript reads it: what is no number compares with nothing."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


@dataclass(frozen=True)
class Page:
    """An answer of the program."""

    tree: HtmlElement
    status: int

    @classmethod
    def read(cls, response: Any) -> "Page":
        return cls(html.fromstring(response.content.decode() or "<p></p>"), response.status_code)

    def forms(self) -> Iterator[Form]:
        return (Form(each) for each in self.tree.iter("form"))

    def form_of(self, task: str, action: str) -> Form | None:
        """The form with which a task is done, of those that the step shows; dialogs of the toolbar are none."""
        for form in self.forms():
            named = form.controls.get("task")
            in_dialog = next(form.element.iterancestors("dialog"), None) is not None
            if named and named.preset() == [task] and form.action.endswith(action) and not in_dialog:
                return form
        return None

    def errors(self) -> dict[str, str]:
        """What the page says is wrong, by the control beside which it stands; empty where it stands above all."""
        found: dict[str, str] = {}
        for each in self.tree.xpath("//*[@role='alert']"):
            if any(one.get("hidden") is not None for one in each.iterancestors()):
                continue
            inputs = each.getparent().xpath(".//input[@name]|.//textarea[@name]|.//select[@name]")
            is_beside = "error" in (each.get("class") or "").split() and inputs
            name = inputs[0].get("name") if is_beside else ""
            found[name] = " ".join(part for part in (found.get(name, ""), words_of(each)) if part)
        return found
