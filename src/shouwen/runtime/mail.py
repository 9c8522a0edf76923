"""Notices by e-mail, through whatever server is named."""

from hashlib import sha256

from django.core.mail import EmailMessage

from shouwen.runtime import mail_server, registry
from shouwen.runtime.outbox import Message

SUBJECTS = {
    "case.escalated": "【升级】",
    "case.handed_over": "【移交】",
    "post.vacant": "【岗位空缺】",
    "clock.missed": "【超时】",
    "clock.warned": "【预警】",
}


def send_mail(message: Message) -> None:
    """A person without an address is told in the house only, and the message counts as done."""
    to = message.to if "@" in message.to else registry.addresses([message.to]).get(message.to, "")
    if not to:
        return
    heading, body = words(message)
    mail = EmailMessage(
        subject=" ".join(heading.split()),
        body=body,
        to=[to],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail_server.send(mail)


def message_id(message: Message) -> str:
    """The same for every try, so that a receiver that was served twice can see it."""
    domain = mail_server.sender().rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{sha256(message.dedupe_key.encode()).hexdigest()[:32]}@{domain}>"


def words(message: Message) -> tuple[str, str]:
    """Subject and body; messages that bring their own words keep them."""
    payload = message.payload
    if "body" in payload:
        return str(payload.get("subject_line", "")), str(payload["body"])
    subject = payload.get("subject")
    known = registry.render(payload["subject_kind"], [subject]).get(subject, {}) if subject else {}
    text = fill_in(str(payload.get("text", "")), known)
    number, title = known.get("case.number", ""), known.get("case.title", "")
    lines = [text, f"{number} {title}".strip()]
    if payload.get("clauses"):
        lines.append(f"依据：{'、'.join(payload['clauses'])}")
    heading = f"{SUBJECTS.get(payload.get('kind', ''), '【首问】')}{number} {title}"
    return heading.strip(), "\n".join(line for line in lines if line)


def fill_in(text: str, known: object) -> str:
    """Variables as `{case.number}`; one that is not known stays as it is written."""
    if isinstance(known, dict):
        for name, value in known.items():
            text = text.replace(f"{{{name}}}", str(value))
    return text
