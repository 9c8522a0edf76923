"""Notices, letters and decisions as they left: numbered, versioned, with where they went and who received or signed."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Document(models.Model):
    """One paper that was issued on a case; its content never changes, a correction is a new version."""

    subject = models.BigIntegerField()
    """The case's subject; documents know no cases."""
    key = models.CharField(max_length=200)
    """The effect that issued it, so that it is issued once however often the effect is carried out."""
    edition = models.CharField(max_length=80)
    paper = models.CharField(max_length=80)
    sort = models.CharField(max_length=12)
    template = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, null=True, unique=True)
    version = models.IntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    content = models.JSONField()
    """Rows of (field, title, text) as they stood at that instant; sealed ones as handles."""
    content_hash = models.CharField(max_length=64)
    signers = models.JSONField(default=list)
    clauses = models.JSONField(default=list)
    unit = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=32, blank=True)
    issued_at = models.DateTimeField()
    search_text = models.TextField(blank=True, db_default="", editable=False)
    """Number and title in normal form; with the pieces beside it, what the search box looks through."""
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "key", "version"], name="document_once")]
        indexes = [
            models.Index(fields=["subject", "issued_at"], name="document_of_subject"),
            GinIndex(fields=["search"], name="document_search"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number or ''}".strip()


class Delivery(models.Model):
    """One line of the delivery register: to whom, by which way, when, and the receipt."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="deliveries")
    post = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=32, blank=True)
    outside = models.CharField(max_length=80, blank=True)
    receiver = models.CharField(max_length=200)
    """The receiver in words, as it was named then."""
    via = models.CharField(max_length=20)
    sent_at = models.DateTimeField()
    needs_receipt = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    receipt_note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["sent_at"], name="delivery_register"),
            models.Index(
                fields=["sent_at"],
                name="delivery_unreceived",
                condition=models.Q(needs_receipt=True, received_at__isnull=True),
            ),
        ]


class Signature(models.Model):
    """One party's signature under exactly one content; another content is not signed by it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    person = models.CharField(max_length=32, blank=True)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "party"], name="signature_once")]


class SigningLink(models.Model):
    """A way for a party outside to sign one version of a paper on its own telephone, once and for a while."""

    key = models.CharField(max_length=43, unique=True)
    """Chance; the address is signed besides, and names nobody."""
    subject = models.BigIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="links")
    """The issued paper; empty for a form of the case."""
    paper = models.CharField(max_length=80)
    party = models.CharField(max_length=80)
    word = models.CharField(max_length=80)
    """The party as it is printed."""
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    content = models.JSONField()
    """Rows of (title, text, wide): what the party is shown and signs."""
    content_hash = models.CharField(max_length=64)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    """`signed` or `refused`, once it was used."""
    name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "made_at"], name="link_of_subject")]

    def __str__(self) -> str:
        return f"{self.title} {self.word}"


class StoredFile(models.Model):
    """A file that somebody added: random name on the disk, the real one for people, and what it turned out to be."""

    subject = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)
    storage_name = models.CharField(max_length=80, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.CharField(max_length=32)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "added_at"], name="file_of_subject")]
