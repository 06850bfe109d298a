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

SECRET_KEY = FOLDER.secret("session")
DEBUG = False
ALLOWED_HOSTS = FOLDER.hosts
ROOT_URLCONF = "bedside.conduct.urls"
WSGI_APPLICATION = "bedside.conduct.wsgi.application"

INSTALLED_APPS = [
    "bedside.conduct.trail",
    "bedside.conduct.people",
    "bedside.conduct.study",
    "bedside.conduct.participants",
    "bedside.conduct.casebook",
    "bedside.conduct.inclusion",
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
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bedside.conduct.frame.policy.policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
TIME_ZONE = FOLDER.time_zone
USE_TZ = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
