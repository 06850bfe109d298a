"""The imports of a site: a file looked at, kept, and what somebody has to decide."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.imports import actions, files, looking
from bedside.conduct.imports.layouts import chosen, layouts_of
from bedside.conduct.imports.models import Held
from bedside.conduct.imports.reading import files_of, told, waiting_at
from bedside.conduct.inclusion.importing import sources
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.errors import UnreadableFile, UsageError

SALT, HOUR = "imports", 3600
"""What was looked at is sent back signed, and kept within the hour."""


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def imports(request: HttpRequest, site: str) -> HttpResponse:
    """What was imported here, what waits, and (for whoever may) a file to send."""
    assert isinstance(request.user, User)
    site_of(site)
    context = {
        "here": site, "files": files_of(site), "waiting": waiting_at(site), "layouts": layouts_of(site),
        "sources": list(sources()), "kilobytes": files.LARGEST // 1000, "most": files.MOST,
        "imports": may(request.user, Action.IMPORT_DATA, site),
        "decides": may(request.user, Action.ADJUDICATE_IMPORT, site),
    }  # fmt: skip
    return render(request, "imports/imports.html", context)


@page(Action.IMPORT_DATA)
@require_POST
def look(request: HttpRequest, site: str) -> HttpResponse:
    """Show what would become of every row; nothing is kept."""
    allowed(request, Action.IMPORT_DATA, site_of(site))
    sent = request.FILES.get("file")
    if sent is None:
        raise UsageError("no file was sent.", "imports", "Choose a file.")
    if (sent.size or 0) > files.LARGEST:
        raise UnreadableFile(f"the file is longer than {files.LARGEST // 1000} kB.", "imports", "Send it in parts.")
    layout = chosen(site, request.POST.get("layout", ""))
    read = files.received(sent.name or "", sent.read(), layout.encoding)
    plan = looking.look(site, layout, read)
    held = signing.dumps([site, request.POST.get("layout", ""), read.name, read.digest, read.text, plan.mark],
                         salt=SALT, compress=True)  # fmt: skip
    counts = {verdict.value: plan.count(verdict) for verdict in looking.Verdict}
    context = {"here": site, "file": read, "plan": plan, "rows": told(plan), "held": held, "counts": counts,
               "layout": layout}  # fmt: skip
    return render(request, "imports/looked.html", context)


@page(Action.IMPORT_DATA)
@require_POST
def keep(request: HttpRequest, site: str) -> HttpResponse:
    """Keep what was looked at, if the casebook still says the same of it."""
    by = allowed(request, Action.IMPORT_DATA, site_of(site))
    try:
        signed = signing.loads(request.POST.get("held", ""), salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise UsageError("this is not what was looked at.", "imports", "Send the file again.") from error
    looked_at, layout, name, digest, text, mark = signed
    if looked_at != site:
        raise UsageError("this was looked at for another site.", "imports", "Send the file again.")
    kept = actions.keep_file(by, site, chosen(site, layout), files.Sent(name, digest, text), mark)
    messages.success(request, say("imports.kept", new=kept.new, held=kept.conflicts + kept.asked))
    return redirect("imports", site=site)


@page(Action.ADJUDICATE_IMPORT)
@require_POST
def settle(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Decide on a held row."""
    by = allowed(request, Action.ADJUDICATE_IMPORT, site_of(site))
    held = Held.objects.filter(pk=number, file__site=site).select_related("file", "sheet__person").first()
    if held is None:
        raise Http404
    actions.settle(by, held, request.POST.get("decision", ""), free_text(request, "reason")[:500])
    messages.success(request, say("imports.decided"))
    return redirect("imports", site=site)


def site_of(code: str) -> str:
    """The code of a site that there is. Raises Http404."""
    if not Site.objects.filter(code=code).exists():
        raise Http404
    return code
