"""What is the same everywhere. Every value that differs comes from the environment (see README)."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
# Development and tests only: /dev/mailbox/, /design-system/, the demo, a clock to turn.
WORKSHOP = False
SECRET_KEY = env.str("SECRET_KEY", default="")
# Earlier keys, newest first: links in mails that were sent under them go on working.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto count. Empty: none.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

SITE_NAME = "DLP Minnesota Alumni Collaborative"
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
# Says on every page that people and institutions are fictional.
DEMO_NOTICE = env.bool("DEMO_NOTICE", default=False)
# Where people turn who are stuck: shown on pages about accounts and in the footer.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="help@collaborative.example.org")
POSTAL_ADDRESS = env.str("POSTAL_ADDRESS", default="PO Box 0000, Saint Paul, MN 55101")

(VAR_DIR / "build").mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "collaborative.demo",
    "collaborative.api",
    "collaborative.digests",
    "collaborative.search",
    "collaborative.desk",
    "collaborative.directory",
    "collaborative.pages",
    "practices",
    "events",
    "members",
    "collaborative.core",
    "wagtail.contrib.routable_page",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "django_filters",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "collaborative.core.middleware.proxies.TrustedProxies",
    "collaborative.core.middleware.hygiene.CleanInput",
    "collaborative.core.middleware.public_cache.PublicCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "collaborative.core.middleware.headers.Headers",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "collaborative.pages.csp.PortalCSP",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.RequiredSignOn",
    "members.middleware.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "collaborative.pages.guard.CmsGuard",
]

ROOT_URLCONF = "collaborative.urls"
WSGI_APPLICATION = "collaborative.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "collaborative.core.templatetags.components",
                "collaborative.core.templatetags.shell",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "collaborative.core.context.site",
                "collaborative.core.context.messages",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://127.0.0.1:5432/collaborative")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Read from memory or flash, where jumping costs little and unpacking a text vector much. With
# PostgreSQL's own figures a common word reads every row instead of its index: 2.5 times the work.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options", "-c random_page_cost=1.1 -c cpu_operator_cost=0.02"
)
# For core/prepared.py alone: Django's own cursors never prepare a statement.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)
# A web process reads what finding counts with as soon as it starts (docs/search.md).
SEARCH_READS_AHEAD = env.bool("SEARCH_READS_AHEAD", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    # Public pages with pictures must not fall with Redis; a rendition is one query.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# The public cache lives in each web process and asks PostgreSQL for its version (ADR 0006).
PUBLIC_CACHE_BYTES = env.int("PUBLIC_CACHE_BYTES", default=32 * 1024 * 1024)

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "members.models.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "members.forms.SignupDetails"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https://") else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A change of address, password or factor is told to its owner, who may not have made it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Several addresses: a new one is proved before an old one goes, and each opens its own doors.
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
# Another address, like another factor, only after a fresh proof (members.fresh_proof).
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A password may be set later and is then asked for; whoever leaves it empty gets a code by mail.
ACCOUNT_FORMS = {
    "login": "members.account_forms.SignInForm",
    "signup": "members.account_forms.SignUpForm",
    "add_email": "members.account_forms.NewAddressForm",
}
# A hospital's mail takes its time: codes live for a quarter of an hour, and three tries.
CODE_MINUTES = 15
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Only a new account could change its address there, so the button would tell who has one already.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Beside allauth's own. Strict per account. Per address of the network there is room for a hospital
# whose two hundred people sign in at 08:00; whose forwarded address counts is for TRUSTED_PROXIES
# to say.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "reset_password": "300/m/ip,5/m/key",
    "reset_password_from_key": "300/m/ip",
    "signup": "300/m/ip",
    "login": "600/m/ip",
    "login_failed": "300/m/ip,5/5m/key",
    "confirm_email": "5/5m/key",
    "request_login_code": "300/m/ip,5/5m/key",
    # Not allauth's: for members.limits.
    "sign_on": "300/m/ip",
    "check_provider": "20/h/key",
    "own_data": "6/h/key",
    "reauthentication_code": "300/m/ip,5/5m/key",
    "propose_institution": "10/h/ip",
    "propose_institution_to": "3/d/key",
    "word_import": "40/h/key",
    "plain_words": "120/m/key",  # a person who types pauses now and then
    "prove_address": "10/h/key",  # a person's mails with codes to addresses that may be strangers'
}
MFA_FORMS = {"add_webauthn": "members.account_forms.AddKeyForm"}
MFA_ADAPTER = "members.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody is signed in without a proved address; one that still waits keeps nobody from a factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
# Browsers know passkeys on http for localhost alone, where a developer tries them.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")
# Sign-on through an institution (ADR 0012). An address alone never opens an account that is there
# already: neither here nor for one provider (members.sign_on_adapter).
SOCIALACCOUNT_ADAPTER = "members.sign_on_adapter.SignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False  # first a page that says whose account will be made
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = (
    False  # the adapter asks itself, and takes a fresh sign-in
)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_FORMS = {"signup": "members.account_forms.SignOnForm"}
# Providers on this machine, over plain HTTP, are for workshops alone.
SIGN_ON_FROM_LOOPBACK = False
SIGN_ON_SECONDS = 5.0  # for one answer of a provider
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "collaborative.core.views.errors.csrf_failure"

# --- Proof of mail domains --------------------------------------------------------------------
# Resolvers to ask, as addresses with an optional port. Empty: those of the system.
DNS_RESOLVERS = env.list("DNS_RESOLVERS", default=[])
DNS_SECONDS = 5.0  # for one look, however many resolvers there are: a person waits for it

# --- Mail -------------------------------------------------------------------------------------
_email = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <portal@collaborative.example.org>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Worker and beat --------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.5}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = "UTC"
DIGEST_TICK_SECONDS = env.int("DIGEST_TICK_SECONDS", default=300)
PRACTICES_TICK_SECONDS = env.int("PRACTICES_TICK_SECONDS", default=300)
SEARCH_TICK_SECONDS = env.int("SEARCH_TICK_SECONDS", default=300)
CELERY_BEAT_SCHEDULE = {
    "search-tick": {
        "task": "collaborative.search.tasks.tick",
        "schedule": SEARCH_TICK_SECONDS,
        "options": {"expires": SEARCH_TICK_SECONDS},
    },
    "practices-tick": {
        "task": "practices.tasks.tick",
        "schedule": PRACTICES_TICK_SECONDS,
        "options": {"expires": PRACTICES_TICK_SECONDS},
    },
    "digests-tick": {
        "task": "collaborative.digests.tasks.tick",
        "schedule": DIGEST_TICK_SECONDS,
        "options": {"expires": DIGEST_TICK_SECONDS},
    },
}

# --- Words and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Chicago"
USE_TZ = True
USE_I18N = False
WAGTAIL_I18N_ENABLED = False

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
# var/build holds the one stylesheet that build_css puts together from collaborative/static/css.
STATICFILES_DIRS = [BASE_DIR / "collaborative" / "static", VAR_DIR / "build"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
PRIVATE_MEDIA_ROOT = env.str("PRIVATE_MEDIA_ROOT", default=str(VAR_DIR / "private"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
UPLOAD_MAX_PIXELS = 25_000_000

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = UPLOAD_MAX_PIXELS
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_MAX_BYTES
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}
}
# Each of these is another way to see or move what is not one's own; nobody here needs it.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILIMAGES_IMAGE_FORM_BASE = "collaborative.pages.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "collaborative.pages.forms.DocumentForm"
TAGGIT_CASE_INSENSITIVE = True

# --- Safety -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Two lines for every saved page say nothing to anybody.
        "django_tasks": {"level": "WARNING"},
        # Whoever asks for another host gets a 400; a traceback for each would drown the log.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
