"""The mail server that the system administrator named in the browser."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class MailServer(models.Model):
    """One row; where the environment names a server, this one is not asked."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", "STARTTLS"
        TLS = "tls", "TLS"
        NONE = "none", "none"

    host = models.CharField(max_length=253, blank=True)
    """Empty: no letter leaves by this row; sender and addresses may stand all the same."""
    port = models.IntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    user = models.CharField(max_length=254, blank=True)
    handle = models.UUIDField()
    """Bound into the sealed password."""
    key_id = models.TextField(blank=True)
    password = models.BinaryField(default=bytes)
    """Sealed; empty where the server asks for none."""
    sender = models.CharField(max_length=254, blank=True)
    seal_mail = ArrayField(models.CharField(max_length=254), default=list)
    """Where the ledger's seals go."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), name="one_mail_server"),
            models.CheckConstraint(condition=Q(port__gte=1, port__lte=65535), name="mail_server_has_a_port"),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
