"""Blocks about what is held and paid: fees and deposits, stock and keys, budgets, and the attributes of a trade."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from shouwen.rulebook.model.base import Figure, Frozen, Name, Text
from shouwen.rulebook.model.module import Block, Owed
from shouwen.rulebook.model.paper import FieldRule
from shouwen.rulebook.model.refs import Article, GateName, Paper, People, Posts, Procedure, Ref
from shouwen.rulebook.model.who import Who


class Fee(Block):
    """A fee, or a deposit that is given back when its gate opens."""

    kind: Literal["fee"] = "fee"
    sort: Literal["fee", "deposit", "compensation"] = "fee"
    amount: Figure[Decimal] | None = None
    per: str = ""
    """What the amount is counted by, as 平方米."""
    payer: Annotated[Name, Ref(("party", "post"))]
    tariff: Article = None
    receipt: Paper = None
    refund: GateName = None
    procedure: Procedure = None
    """The counter procedure in which it is paid."""


class StockItem(Frozen):
    """One kind of thing: how many there are, and how few there may be."""

    title: Text
    count: Figure[int] | None = None
    least: Figure[int] | None = None


class Stock(Owed):
    """Keys, devices, supplies, gifts, cards: who keeps them, where their coming and going is written down."""

    kind: Literal["stock"] = "stock"
    sort: Literal["key", "device", "supply", "gift", "card", "uniform", "document"]
    items: dict[Name, StockItem]
    keeper: Who
    lent_to: Posts = ()
    paper: Paper = None
    """The register of coming and going."""
    hand_over: Paper = None
    damage: Procedure = None


class BudgetLine(Frozen):
    """One line: for what, how much."""

    title: Text
    amount: Figure[Decimal] | None = None


class Budget(Owed):
    """What a unit may spend in a period, and the gate that spending passes."""

    kind: Literal["budget"] = "budget"
    each: Literal["month", "quarter", "half", "year"] = "year"
    by: Who
    approve: People = ()
    lines: dict[Name, BudgetLine]
    gate: GateName = None
    procedure: Procedure = None
    """The request that spends from it."""


class Attributes(Block):
    """What a trade keeps about its customers or objects: fields, classes, milestones, and who looks after them.

    A new kind of object is declared by naming it: `of: credit_account` lets rules say `per: credit_account`,
    `credit_account.opened` (a milestone) and `credit_account.<field>`.
    """

    kind: Literal["attributes"] = "attributes"
    of: Name
    fields: dict[Name, FieldRule] = Field(default_factory=dict)
    classes: dict[Name, Text] = Field(default_factory=dict)
    milestones: dict[Name, Text] = Field(default_factory=dict)
    owners: Annotated[dict[Name, Name], Ref(("post",))] = Field(default_factory=dict)
    """Slots of people who look after it, and the post each comes from."""
    documents: Annotated[tuple[Name, ...], Ref(("paper",))] = ()
