"""Something of every kind that a page can be about, and the addresses of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from tests.cases.house import RECORD, House
from tests.founded import founded_once
from tests.web.administered import given as given_to_administrators

from shouwen.authoring import actions as authoring
from shouwen.base.clock import now
from shouwen.cases.models import Export, HandedDraft
from shouwen.customers import actions as customers
from shouwen.dispatch import actions as dispatch
from shouwen.dispatch.models import DutyShift
from shouwen.documents import actions as documents
from shouwen.engine.facts import Assignee
from shouwen.knowledge import actions as knowledge
from shouwen.runtime import outbox
from shouwen.runtime.models import Outbox


@dataclass(frozen=True)
class Place:
    """What the addresses are about."""

    house: House
    given: Mapping[str, Mapping[str, Any]]

    def url(self, name: str) -> str:
        return reverse(name, kwargs=dict(self.given.get(name, {})))


def on_duty(house: House) -> int:
    """Frank, for eight hours from now."""
    shift = dispatch.Shift(int(house["frank"]), now(), now() + timedelta(hours=8))
    dispatch.set_duty(unit=house.branch, post="fixer", shifts=[shift], by=house["lee"], at=now())
    return DutyShift.objects.get().pk


@founded_once
def scene(house: House, names: Collection[str]) -> Place:
    case = {"case_id": house.open(now())}
    house.finish(case["case_id"], "record#1", "recorded", by="alice", at=now(), fields=RECORD)
    contacts = [customers.NewContact(kind="phone", value="13812345678")]
    made = customers.register_customer(name="王女士", unit=house.branch, contacts=contacts, by=None, at=now())
    draft = documents.Draft(
        subject=case["case_id"], key="letter", edition="DESK/1", paper="record", sort="form", template="form", title="函",
        number="H1", printed=(), signers=(("agent", "客服"),), clauses=("DESK-1",), unit=str(house.branch),
    )  # fmt: skip
    receiver = documents.Receiver(Assignee(person=house["alice"]), "客服", "internal", needs_receipt=True)
    document = documents.issue(draft=draft, receivers=[receiver], by=None, at=now())
    file = documents.add_file(
        subject=case["case_id"], name="记录.txt", content="漏水".encode(), by=house["alice"], at=now()
    )
    to_sign = documents.ToSign(
        subject=case["case_id"], document=document.pk, paper="record", party="customer", word="客户", title="函",
        number="H1", content=(), content_hash="x",
    )  # fmt: skip
    link = documents.make_link(to_sign=to_sign, by=house["alice"], at=now())
    key, paper = {"key": "DESK/1"}, {**case, "paper": "record"}
    contact = made.contacts.get()
    table = "姓名,电话\n王敏,13812340000".encode()
    brought = customers.bring_table(name="客户.csv", content=table, by=house.viewer("dora", now()), at=now())
    taken_out = customers.ask_export(asked="", reason="回访", by=house.viewer("dora", now()), at=now())
    outbox.add(channel="email", to="x@example.com", payload={}, dedupe_key="letter", at=now())
    letter = Outbox.objects.get(dedupe_key="letter").pk
    shared = knowledge.save_reply(
        reply=None, title="开场", text="您好", reach="shared", unit=None, by=house.viewer("dora", now()), at=now()
    )
    draft_id = authoring.copy_edition(key="DESK/1", name="", by=None, at=now())
    proposal_id = authoring.propose_retirement(
        edition="DESK/1", day=date(2099, 1, 1), reason="换新版", by=None, at=now()
    )
    given: dict[str, Mapping[str, Any]] = {
        name: case for name in names if name.startswith("case-") and "new" not in name
    }
    asked = {"title": "清单", "query": "", "count": 1, "cases": [case["case_id"]], "asked_at": now()}
    waiting = Export.objects.create(person=house["amy"], state="waiting", **asked)
    agreed = Export.objects.create(person=house["alice"], state="agreed", decided_at=now(), **asked)
    handed = HandedDraft.objects.create(
        case_id=case["case_id"], giver=house["lee"], taker=house["alice"], kind="reply", text="王女士您好", at=now()
    )
    given["case-draft-take"] = {**case, "draft_id": handed.pk}
    given["case-hidden"] = {**case, "path": "intake.caller"}
    given |= dict.fromkeys(("form-pdf", "form-docx", "form-sign", "form-link"), paper)
    given |= {
        name: {"document_id": document.pk}
        for name in ("document-pdf", "document-docx", "document-sign", "document-link")
    }
    given |= {
        "case": case,
        "export-decide": {"export_id": waiting.pk},
        "export-file": {"export_id": agreed.pk},
        "customer": {"customer_id": made.pk},
        **{f"customer-import{end}": {"import_id": brought} for end in ("", "-faults")},
        **{f"customer-export-{end}": {"export_id": taken_out} for end in ("decide", "file")},
        "reveal-contact": {"customer_id": made.pk, "contact_id": contact.pk},
        "link-revoke": {"link_id": link.pk},
        "document-receive": {"delivery_id": document.deliveries.get().pk},
        "file": {"file_id": file.pk},
        **{name: {"draft_id": draft_id} for name in names if name.split("-")[0] == "draft"},
        **{name: {"proposal_id": proposal_id} for name in ("proposal", "proposal-carry-out")},
        **dict.fromkeys(("edition", "moves"), key),
        **{name: {"message_id": letter} for name in ("operations-message", "operations-drop")},
        **given_to_administrators(house),
        **{name: {"person": int(house["frank"])} for name in ("capacity", "board-person", "board-ability")},
        "duty-drop": {"shift": on_duty(house)},
        "spot-seen": {"spot": 1},
        **{name: {"key_id": 1} for name in ("own-key-take", "own-key-revoke")},
        **{name: {"reply_id": shared.pk} for name in ("reply", "reply-remove")},
        "rulebook": key,
        "to-confirm": key,
        "clause": {**key, "clause_id": "DESK-1"},
        "article": {**key, "name": "shut_off"},
        "procedure": {**key, "name": "complaint"},
        "table": {**key, "name": "repair_power"},
    }
    return Place(house, given)
