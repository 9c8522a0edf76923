"""The login user, the one row that describes the installation, and the clock of a demonstration."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name typed at sign-in, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who can sign in; what they may do follows from the posts they hold (people)."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "简体中文"
        TRADITIONAL = "zh-hant", "繁體中文"
        ENGLISH = "en", "English"

    username = models.CharField(_("用户名"), max_length=150)
    email = models.EmailField(_("电子邮箱"), blank=True)
    language = models.CharField(_("语言"), max_length=10, choices=Language.choices, default=Language.CHINESE)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    """The password was given by somebody else: it opens the page where one's own is chosen, and nothing more."""
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_once"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.username


class Installation(models.Model):
    """The one row every database has after its first start; only a demonstration database says so here."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    company = models.CharField(max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)
    # What the last start found here and of which program and layout; the next one asks nothing again that is still so.
    prepared = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one")]

    def __str__(self) -> str:
        return self.company or "Shouwen"


class DemoClock(models.Model):
    """How far the time machine of a demonstration has gone ahead of real time."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    ahead = models.DurationField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="demo_clock_is_one"),
        ]

    def __str__(self) -> str:
        return f"+{self.ahead}"
