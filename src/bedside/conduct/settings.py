"""Django's settings, read off one study folder (`BEDSIDE_STUDY`) and its `study.toml`.

The folder holds what must not be in the database: its secret keys, the anchor of the trail, the identity of the
protocol. SQLite beside it is the default; `[database] url` names a PostgreSQL.
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
            ]
        },
    }
]

DATABASES = {"default": FOLDER.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
TIME_ZONE = FOLDER.time_zone
USE_TZ = True
STATIC_URL = "static/"
