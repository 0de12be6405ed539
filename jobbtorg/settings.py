"""All configuration, read once from the environment (or a `.env` file beside manage.py).

`.env.example` explains every variable; `jobbtorg/configuration.py` says how they are read.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF

from core.mailing import mail_settings
from jobbtorg.configuration import contacts, identity_provider, load, stop
from jobbtorg.database.timeouts import connection_options
from jobbtorg.logs import LOGGING as LOGGING

BASE_DIR = Path(__file__).resolve().parent.parent

env = load(BASE_DIR)

DEBUG = env.bool("DEBUG", default=False)
ENVIRONMENT = env.str("ENVIRONMENT", default="development" if DEBUG else "production")
DEMO_MODE = env.bool("DEMO_MODE", default=False)
if ENVIRONMENT not in {"development", "production"}:
    stop(f"ENVIRONMENT is {ENVIRONMENT!r}; it must be development or production.")
# A machine of one's own, on http://localhost, with or without Django's error pages.
LOCAL = ENVIRONMENT == "development"
if ENVIRONMENT == "production" and DEBUG:
    stop("DEBUG is on, and that shows secrets to anyone who meets an error; set DEBUG=false in production.")
if ENVIRONMENT == "production" and DEMO_MODE:
    stop("DEMO_MODE is on, and that lets anyone sign in with one click; set DEMO_MODE=false in production.")

# beat rings and does nothing else: it is given the queue, no key and no way into the database.
PROCESS = env.str("PROCESS", default="")
if PROCESS not in {"", "beat"}:
    stop(f"PROCESS is {PROCESS!r}; it must be beat, or not be set.")
ONLY_RINGS = PROCESS == "beat"

if not ONLY_RINGS:
    env.require("SECRET_KEY", "IDENTITY_ENCRYPTION_KEYS", "IDENTITY_LOOKUP_KEY")
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Fernet keys for identity numbers, newest first; the lookup key feeds the keyed hash that finds a number again.
IDENTITY_ENCRYPTION_KEYS = env.list("IDENTITY_ENCRYPTION_KEYS", default=[])
IDENTITY_LOOKUP_KEY = env.str("IDENTITY_LOOKUP_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if LOCAL else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address that letters link to: a job has no request to take it from.
SERVICE_URL = env.str("SERVICE_URL", default="").rstrip("/")
if not SERVICE_URL:
    first_host = f"https://{next(iter(ALLOWED_HOSTS), 'localhost')}"
    SERVICE_URL = "http://localhost:8000" if LOCAL else next(iter(CSRF_TRUSTED_ORIGINS), first_host)

# Who is told about a weakness (/.well-known/security.txt), and who of what not everybody can use (the page about
# accessibility): mailto:, https: or tel: addresses, the preferred first.
SECURITY_CONTACT = contacts(env.list("SECURITY_CONTACT", default=[]), name="SECURITY_CONTACT")
ACCESSIBILITY_CONTACT = contacts(env.list("ACCESSIBILITY_CONTACT", default=[]), name="ACCESSIBILITY_CONTACT")

# --- Database, broker and cache. What has no address is embedded: this process starts it when it needs it. ---
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED_SERVERS = [
    server
    for server, is_elsewhere in [("postgres", DATABASE_URL or ONLY_RINGS), ("valkey", REDIS_URL)]
    if not is_elsewhere
]
EMBEDDED_DIR = Path(env.str("EMBEDDED_DIR", default=str(BASE_DIR / "var" / "data")))
EMBEDDED_DURABLE = env.bool("EMBEDDED_DURABLE", default=True)
if EMBEDDED_SERVERS and not LOCAL:
    stop("DATABASE_URL and REDIS_URL must both be set in production; embedded servers are for development only.")

# The kind of process this is; elsewhere than on the embedded server the user in DATABASE_URL says it.
DATABASE_ROLE = env.str("DATABASE_ROLE", default="web")
if DATABASE_ROLE not in {"web", "worker", "importer", "owner"}:
    stop(f"DATABASE_ROLE is {DATABASE_ROLE!r}; it must be web, worker, importer or owner.")
# Only for `manage.py create_database_roles`: who may make roles, and the addresses whose users and passwords to make.
DATABASE_ADMIN_URL = env.str("DATABASE_ADMIN_URL", default="")
DATABASE_ROLE_URLS = [
    address
    for role in ("OWNER", "WEB", "WORKER", "IMPORTER", "REPORTS", "LOG_READER")
    if (address := env.str(f"{role}_DATABASE_URL", default=""))
]

if "postgres" in EMBEDDED_SERVERS:
    from jobbtorg.embedded import database_settings

    DATABASES = {"default": database_settings(EMBEDDED_DIR, DATABASE_ROLE)}
elif ONLY_RINGS:
    DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
else:
    DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": True,
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": connection_options(DATABASES["default"]),
}

if "valkey" in EMBEDDED_SERVERS:
    from jobbtorg.embedded import broker_url, cache_url

    CELERY_BROKER_URL = broker_url(EMBEDDED_DIR)
    CACHE_URL = cache_url(EMBEDDED_DIR)
else:
    CELERY_BROKER_URL = REDIS_URL
    # Best a server of its own, because a cache may drop keys and the queue may not. Never the queue's own database.
    CACHE_URL = env.str("CACHE_URL", default=urlsplit(REDIS_URL)._replace(path="/1").geturl())
CACHES = {
    "default": {
        "BACKEND": "jobbtorg.caching.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "jobbtorg",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "pghistory",
    "jobbtorg",
    "organisation",
    "audit",
    "notices",
    "catalogue",
    "aspirants",
    "deadlines",
    "meetings",
    "jobplans",
    "activities",
    "referrals",
    "casework",
    "imports",
    "oversight",
    "reports",
    "workbench",
]
if DEMO_MODE:
    INSTALLED_APPS.append("demo")

# From how many milliseconds a statement of a page is logged, without values; 0: none.
SLOW_STATEMENT_MS = env.int("SLOW_STATEMENT_MS", default=200)
SERVER_TIMING = LOCAL

MIDDLEWARE = [
    "jobbtorg.pages.timing.TimingMiddleware",
    "jobbtorg.headers.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before the static files, so that these too carry their headers.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *("jobbtorg.asked.addresses.OddAddressMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"),
    "jobbtorg.pages.compression.PageCompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    *("django.middleware.csrf.CsrfViewMiddleware", "jobbtorg.asked.unseen.UnseenCharactersMiddleware"),
    "organisation.sign_in.records.changed_keys.ChangedKeyMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organisation.sign_in.middleware.SessionLimitsMiddleware",
    "organisation.access.middleware.ActingUserMiddleware",
    "organisation.sign_in.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workbench.frame.middleware.SentOnceMiddleware",
    "workbench.unsaved.middleware.UnsavedTextMiddleware",
    "jobbtorg.errors.HeldRowMiddleware",
    "audit.middleware.AccessMiddleware",
    "aspirants.middleware.PersonPagesMiddleware",
    "workbench.file_requests.middleware.FileRequestMiddleware",
]

ROOT_URLCONF = "jobbtorg.urls"
WSGI_APPLICATION = "jobbtorg.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["jobbtorg.pages.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workbench.frame.shell.shell",
            ],
            "builtins": [f"jobbtorg.templatetags.{name}" for name in ("dates", "forms", "outcomes", "pages", "tables")],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organisation.sign_in.passwords.BreachedPasswordValidator"},
]
# Passwords that have leaked elsewhere, as SHA-1 in the order of the hashes. Empty: Django's list alone.
BREACHED_PASSWORDS_FILE = env.str("BREACHED_PASSWORDS_FILE", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"login": "organisation.sign_in.accounts.SignInForm"}
ACCOUNT_ADAPTER = "organisation.sign_in.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# How long the link of an invitation may be used (organisation/staff/invitations.py), in seconds.
PASSWORD_RESET_TIMEOUT = 72 * 3600
# Whose address counts for the limits on sign-in and in the access log. Without it the proxy's: everybody would share
# one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# Those who sign in with a password must have a second factor; who comes from the city's provider has proven it there.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO_MODE)
MFA_ADAPTER = "organisation.sign_in.second_factor.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "organisation.sign_in.second_factor.AddKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Jobbtorg"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Addresses are given by an administrator, not confirmed by letter.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Sign-in with the city's identity provider (OpenID Connect), if there is one.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
SOCIALACCOUNT_PROVIDERS = identity_provider(env, OIDC_SERVER_URL, https_only=ENVIRONMENT == "production")
SOCIALACCOUNT_ADAPTER = "organisation.sign_in.provider.adapter.IdentityProviderAdapter"
# A link, not a form: `form-action 'self'` would stop a form that is sent on to the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True

# Sessions end after thirty idle minutes: the data are secret and desks are shared.
SESSION_ENGINE = "organisation.sign_in.records.session_store"
SESSION_COOKIE_AGE = 30 * 60
# Saved by organisation.sign_in.middleware whenever a person does something; what a page does by itself is no activity.
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jobbtorg.errors.token_refused"
# Until the browser is closed, like the session: what stays on a shared desk tells that somebody was here.
CSRF_COOKIE_AGE = None
# The message after an act in a case is kept in the session: a cookie would stay behind on a shared computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not LOCAL:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^halsa(/djup)?$", r"^deep$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_HTTPONLY = True
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# The first looks at how much is to come, and keeps what must not reach a disk; the two others keep the rest.
FILE_UPLOAD_HANDLERS = [
    "organisation.access.uploads.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
_static_root = env.str("STATIC_ROOT", default="")
STATIC_ROOT = Path(_static_root or BASE_DIR / "var" / "static")
# Collected files are named after their content, compressed, and kept by browsers for years. A development machine
# serves files from where they are edited, unless STATIC_ROOT says that they are collected (`make demo` says so).
STATIC_FILES_COLLECTED = not LOCAL or (not DEBUG and bool(_static_root))
if not STATIC_FILES_COLLECTED:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise only wants it to exist.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_FILES_COLLECTED
# Front-end packages come from npm into node_modules and are served as static files under vendor/.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/designsystemet", BASE_DIR / "node_modules" / "@digdir" / "designsystemet-css" / "dist" / "src"),
    ("vendor/inter", BASE_DIR / "node_modules" / "@fontsource-variable" / "inter" / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "jobbtorg.pages.static_files.PageFilesStorage"
            if STATIC_FILES_COLLECTED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# Versions get the time of the statement, so that their order is kept within one transaction.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
# Versions are looked up by their row and their case (core/history/tracking.py), never by who or what they refer to.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# How many percent of the jobbgarantier are to be kept.
KEPT_GOAL_PERCENT = env.int("KEPT_GOAL_PERCENT", default=98)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
vars().update(mail_settings({"EMAIL_TIMEOUT": 10} | env.email("EMAIL_URL", default="consolemail://")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="jobbtorg@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "default"
# Sending letters waits for a mail server and has a queue of its own. Lists are brought in by a process with a database
# role of its own, which alone serves `import`: no other worker may, so that each is started with --queues.
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {name: {} for name in ("default", "import", "mail")}
CELERY_TASK_ROUTES = {"notices.tasks.*": {"queue": "mail"}, "imports.tasks.*": {"queue": "import"}}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The jobs are idempotent and read from the database what there is to do, so a message that is lost costs nothing.
# A message expires after ten minutes: the following ones cover the same work.
_EVERY_MINUTE = {"schedule": crontab(), "options": {"expires": 600}}
CELERY_BEAT_SCHEDULE = {
    # A message expires after 55 s; the next run covers it.
    "send-outbox": {"task": "notices.tasks.send_outbox", "schedule": 60.0, "options": {"expires": 55}},
    "bring-in-lists": {"task": "imports.tasks.bring_in_lists", "schedule": 60.0, "options": {"expires": 55}},
    # From 07.30; each later run covers one that was missed.
    "write-digest": {"task": "oversight.tasks.write_digest", "schedule": crontab(minute="*/10", hour="7-16")},
    "sweep-deadlines": {"task": "deadlines.tasks.sweep_deadlines", **_EVERY_MINUTE},
    "apply-positions": {"task": "organisation.tasks.apply_positions", **_EVERY_MINUTE},
    "create-post-closure-checks": {
        "task": "casework.tasks.create_post_closure_checks",
        "schedule": crontab(hour=0, minute=35),
    },
    "extend-calendar": {"task": "organisation.tasks.extend_calendar", "schedule": crontab(hour=3, minute=40)},
    "seal-log": {"task": "audit.tasks.seal", "schedule": crontab(minute="5-59/10")},
    "extend-log": {"task": "audit.tasks.extend", "schedule": crontab(hour=3, minute=20)},
    "erase-import-rows": {"task": "imports.tasks.erase_import_rows", "schedule": crontab(hour=4, minute=50)},
    "drop-unsaved": {"task": "workbench.tasks.drop_unsaved", "schedule": crontab(hour=4, minute=30)},
    "review-log": {"task": "workbench.tasks.review_log", "schedule": crontab(hour=4, minute=10)},
}
