"""Every setting of an installation, read once at start; docs/settings.md explains the variables."""

from datetime import timedelta
from pathlib import Path

from shouwen.config.environment import Environment
from shouwen.config.proposing import endpoint
from shouwen.config.secret_key import read_or_make

env = Environment()

PACKAGE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("SHOUWEN_VAR", PACKAGE_DIR.parent.parent / "var")

# --- what kind of installation this is

DEBUG = env.flag("SHOUWEN_DEBUG")
# Says only that demonstration features are welcome; whether there are any is written in the database (base.Installation).
SHOUWEN_DEMO = env.flag("SHOUWEN_DEMO")
SHOUWEN_HTTPS = env.flag("SHOUWEN_HTTPS")
SECRET_KEY = env.text("SHOUWEN_SECRET_KEY") or read_or_make(VAR_DIR / "secret.key")
SECRET_KEY_FALLBACKS = env.words("SHOUWEN_SECRET_KEY_FALLBACKS")
# Opens the identities kept sealed (people.SealedIdentity); lost with it, they are lost for good.
SEAL_KEY = env.text("SHOUWEN_SEAL_KEY") or read_or_make(VAR_DIR / "seal.key")
SEAL_KEY_FALLBACKS = env.words("SHOUWEN_SEAL_KEY_FALLBACKS")
# Where the ledger's last seal goes, out of reach of whoever owns the database.
SEAL_MAIL = env.words("SHOUWEN_SEAL_MAIL")
SEAL_FILE = env.path("SHOUWEN_SEAL_FILE", Path()) if env.text("SHOUWEN_SEAL_FILE") else None
SEAL_EVERY = timedelta(hours=env.number("SHOUWEN_SEAL_HOURS", 1, least=1, most=24))
ALLOWED_HOSTS = env.words("SHOUWEN_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("SHOUWEN_ORIGINS")

# Whether an edition is published by somebody else than the author of its last change.
SECOND_PERSON_PUBLISHES = env.flag("SHOUWEN_SECOND_PERSON", default=True)
# How long after being system or security administrator somebody may become audit administrator. A year, the term within which
# internal auditors by their profession's standards do not judge what they answered for themselves.
AUDITS_AFTER = timedelta(days=env.number("SHOUWEN_AUDIT_AFTER_DAYS", 365, least=0, most=3650))
# How long a link for signing outside stands, and how often one address may open such links in a minute.
SIGN_LINK_LIVES = timedelta(hours=env.number("SHOUWEN_SIGN_LINK_HOURS", 72, least=1, most=24 * 90))
SIGN_LINK_TRIES = env.number("SHOUWEN_SIGN_LINK_TRIES", 30, least=1, most=1000)
# Where proposals for a draft are asked for; nobody is asked unless somebody presses the button.
PROPOSE = endpoint(env)

# A hot spot: so many people who complain of the same within so many days, as complaint rules of the field have it.
EXPORT_ALONE = env.number("SHOUWEN_EXPORT_ALONE", 100, least=0, most=20_000)
REPEAT_DAYS = env.number("SHOUWEN_REPEAT_DAYS", 30, least=1, most=366)
REPEAT_TIMES = env.number("SHOUWEN_REPEAT_TIMES", 2, least=2, most=100)
HOT_SPOT_PEOPLE = env.number("SHOUWEN_HOTSPOT_PEOPLE", 3, least=2, most=1000)
HOT_SPOT_DAYS = env.number("SHOUWEN_HOTSPOT_DAYS", 30, least=1, most=366)
HOT_SPOT_LIKENESS = env.number("SHOUWEN_HOTSPOT_LIKENESS", 60, least=1, most=100)

# --- parts

DOMAINS = (
    "base",
    "runtime",
    "people",
    "authoring",
    "notices",
    "customers",
    "documents",
    "knowledge",
    "cases",
    "followups",
    "surveys",
    "fieldwork",
    "desk",
    "training",
    "appraisal",
    "plans",
    "outreach",
    "analytics",
    "dispatch",
    "retention",
    "web",
    "api",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials",
    # A domain becomes part of the installation with its apps.py.
    *(f"shouwen.{name}" for name in DOMAINS if (PACKAGE_DIR / name / "apps.py").exists()),
    "shouwen.config",
]
MIDDLEWARE = [
    "shouwen.config.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "shouwen.config.urls"
WSGI_APPLICATION = "shouwen.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shouwen.web.ui.context.shell",
            ],
        },
    },
]

# --- database

DATABASE = env.database("DATABASE_URL")
if DATABASE:
    options: dict[str, object] = {**DATABASE["OPTIONS"]} if isinstance(DATABASE["OPTIONS"], dict) else {}
    pool_size = env.number("SHOUWEN_POOL", 16, most=1000)
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 20}
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **DATABASE,
            "OPTIONS": options,
            # A connection that died with a restart of the server is noticed before a request gets it.
            "CONN_HEALTH_CHECKS": True,
        }
    }
else:
    # Nothing that needs no database (checks of the code, bundling) should ask for one.
    DATABASES = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people who sign in

AUTH_USER_MODEL = "base.User"
# Names are unique whatever their case, by a constraint in the database; the check looks for unique=True only.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "shouwen.config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# Each web process counts for itself, so an account gets at most twice these tries.
ACCOUNT_RATE_LIMITS = {"login": "20/m/ip", "login_failed": "5/m/ip,3/5m/key"}

# --- sessions and cookies

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SHOUWEN_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if SHOUWEN_HTTPS else "shouwen_session"
CSRF_COOKIE_SECURE = SHOUWEN_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "shouwen.web.ui.trouble.expired"
CSRF_COOKIE_NAME = "__Host-csrf" if SHOUWEN_HTTPS else "shouwen_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SHOUWEN_HTTPS
# Asked by the launcher, which stands behind whatever speaks HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^alive$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SHOUWEN_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SHOUWEN_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SHOUWEN_BEHIND_PROXY = env.flag("SHOUWEN_BEHIND_PROXY")
if SHOUWEN_BEHIND_PROXY:
    # Only for a proxy that sets this header itself and drops the client's.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "web" / "locale"]
LANGUAGE_COOKIE_NAME = "shouwen_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- files and mail

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE_DIR / "web" / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "shouwen.config.static_files.VersionedStaticFiles"},
}
# Served from where they lie; the launcher has built the bundle before the server starts.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60
# A table of a rulebook has a form with some twenty fields for each row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
EMAIL_HOST = env.text("SHOUWEN_SMTP_HOST")
EMAIL_PORT = env.number("SHOUWEN_SMTP_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("SHOUWEN_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SHOUWEN_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SHOUWEN_SMTP_STARTTLS", default=True)
EMAIL_TIMEOUT = 20
# Without a server here, the one that the system administrator named in the browser is asked (runtime.mail_server).
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
MAIL_FROM = env.text("SHOUWEN_MAIL_FROM")
DEFAULT_FROM_EMAIL = MAIL_FROM or "shouwen@localhost"

# --- what is written down while running

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("SHOUWEN_LOG_LEVEL", "WARNING")},
}
