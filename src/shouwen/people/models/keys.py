"""Keys with which programs speak for a person, each for certain acts only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class InterfaceKey(models.Model):
    """Only a hash is kept; the key itself is shown once, to the person in whose name it speaks."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="interface_keys")
    name = models.TextField()
    hashed = models.CharField(max_length=64, unique=True, null=True)
    """Nothing as long as it is offered and its person has not taken it."""
    scopes = ArrayField(models.TextField(), default=list)
    """`cases:read`, `cases:write`."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
