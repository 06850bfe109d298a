"""The addresses of an account: those of allauth's that this study uses, and no others.

There is no sign-up, no password reset by mail, no e-mail address to manage: an administrator does all that.
"""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
if settings.OIDC:
    from allauth.socialaccount import views as others

    urlpatterns += [
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("other/cancelled/", others.login_cancelled, name="socialaccount_login_cancelled"),
        path("other/error/", others.login_error, name="socialaccount_login_error"),
    ]
