"""Django's settings, read off one study folder (`BEDSIDE_STUDY`) and its `study.toml`.

The folder holds what must not be in the database: its secret keys, the anchor of the trail, people's settings.
SQLite beside it is the default; `[database] url` names a PostgreSQL.
"""

from __future__ import annotations

import os
from pathlib import Path

from bedside.conduct.study.folder import Folder

FOLDER = Folder(Path(os.environ.get("BEDSIDE_STUDY", "study")))
DEMONSTRATION = FOLDER.demonstration
OIDC = FOLDER.oidc

SECRET_KEY = FOLDER.secret("session")
DEBUG = False
ALLOWED_HOSTS = FOLDER.hosts
ROOT_URLCONF = "bedside.conduct.urls"
WSGI_APPLICATION = "bedside.conduct.wsgi.application"

INSTALLED_APPS = [
    "bedside.conduct.trail",
    "bedside.conduct.people",
    "bedside.conduct.study",
    "bedside.conduct.locks",
    "bedside.conduct.participants",
    "bedside.conduct.registers",
    "bedside.conduct.laboratory",
    "bedside.conduct.pictures",
    "bedside.conduct.casebook",
    "bedside.conduct.pharmacy",
    "bedside.conduct.coding",
    "bedside.conduct.inclusion",
    "bedside.conduct.samples",
    "bedside.conduct.monitoring",
    "bedside.conduct.imports",
    "bedside.conduct.safety",
    "bedside.conduct.today",
    "bedside.conduct.closing",
    "bedside.conduct.amending",
    "bedside.conduct.ward",
    "bedside.conduct.cuts",
    "bedside.conduct.designs",
    "bedside.conduct.api",
    "bedside.conduct.frame",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if OIDC else []),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bedside.conduct.frame.policy.policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bedside.conduct.people.doors.guard",
    "bedside.conduct.study.one_page.reading_once",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bedside.conduct.frame.pages.around",
            ]
        },
    }
]

DATABASES = {"default": FOLDER.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People: an account logs in with a password and a second factor; nobody signs up by themselves.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "bedside.conduct.people.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
MFA_ADAPTER = "bedside.conduct.people.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "bedside.conduct.people.second_factor.CodeForm",
    "authenticate_webauthn": "bedside.conduct.people.second_factor.PasskeyForm",
    "reauthenticate": "bedside.conduct.people.second_factor.CodeAgainForm",
    "reauthenticate_webauthn": "bedside.conduct.people.second_factor.PasskeyAgainForm",
}
MFA_TOTP_ISSUER = "bedside"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = FOLDER.local
ALLAUTH_TRUSTED_PROXY_COUNT = FOLDER.proxies
if OIDC:
    SOCIALACCOUNT_ADAPTER = "bedside.conduct.people.identity_provider.IdentityAdapter"
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC.app], "OAUTH_PKCE_ENABLED": True}}
    SOCIALACCOUNT_LOGIN_ON_GET = True

# One session is one log-in of at most eight hours, half an hour when nothing is done; drafts wait for the next.
# Browsers send a Secure cookie to http://localhost.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_AGE = 1800
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not (DEMONSTRATION and FOLDER.local)
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if FOLDER.proxies else None
SECURE_HSTS_SECONDS = 0 if FOLDER.local else 365 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"

# Shared by all processes of the server: how often a log-in failed, which codes were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mail that says that something was told (`safety.outbox`); nobody to send it to unless study.toml names somebody.
MAIL_TO = FOLDER.mail.to
ADDRESS = FOLDER.address
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = FOLDER.mail.host, FOLDER.mail.port, FOLDER.mail.tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = FOLDER.mail.user, FOLDER.mail.password
DEFAULT_FROM_EMAIL = FOLDER.mail.sender
EMAIL_TIMEOUT = 20

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
TIME_ZONE = FOLDER.time_zone
USE_TZ = True
# What goes wrong is told to whoever runs the server: no mail, and nothing of what was typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
CSRF_FAILURE_VIEW = "bedside.conduct.frame.views.forged"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
