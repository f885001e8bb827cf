"""Which part answers which address? One line a part; each keeps its own urls."""

from __future__ import annotations

from django.apps import apps
from django.urls import include, path

urlpatterns = [
    path("", include("followthrough.service.worklist.urls")),
    path("", include("followthrough.service.access.urls")),
    path("triage/", include("followthrough.service.triage.urls")),
    path("shares/", include("followthrough.service.sharing.urls")),
    path("attachments/", include("followthrough.service.attachments.urls")),
    path("children/", include("followthrough.service.children.urls")),
    path("children/", include("followthrough.service.merging.urls")),
    path("children/", include("followthrough.service.strategy.urls")),
    path("children/", include("followthrough.service.household.urls")),
    path("children/", include("followthrough.service.orders.urls")),
    path("children/", include("followthrough.service.injuries.urls")),
    path("", include("followthrough.service.police.urls")),
    path("children/", include("followthrough.service.decisions.urls")),
    path("children/", include("followthrough.service.curiosity.urls")),
    path("children/", include("followthrough.service.chronology.urls")),
    path("", include("followthrough.service.sight.urls")),
    path("directory/", include("followthrough.service.people.directory.urls")),
    path("intake/", include("followthrough.service.intake.urls")),
    path("caseload/", include("followthrough.service.caseload.urls")),
    path("api/", include("followthrough.service.intake.api_urls")),
    path("", include("followthrough.service.copies.urls")),
    path("people/", include("followthrough.service.people.urls")),
    path("governance/", include("followthrough.service.governance.urls")),
    path("records/", include("followthrough.service.retention.urls")),
    path("requests/", include("followthrough.service.subjectaccess.urls")),
    path("", include("followthrough.service.assurance.urls")),
    path("board/", include("followthrough.service.board.urls")),
    path("", include("followthrough.service.learning.commissioning.urls")),
    path("audits/", include("followthrough.service.learning.audits.urls")),
    path("cover/", include("followthrough.service.cover.urls")),
    path("rotas/", include("followthrough.service.cover.rota_urls")),
    path("now/", include("followthrough.service.outofhours.urls")),
    path("", include("followthrough.service.outside.urls")),
    path("letters/", include("followthrough.service.letters.urls")),
    path("children/", include("followthrough.service.learning.reviews.child_urls")),
    path("reviews/", include("followthrough.service.learning.reviews.urls")),
    path("policies/", include("followthrough.service.learning.chapters.urls")),
    path("recommendations/", include("followthrough.service.learning.recommendations.urls")),
    path("posts/", include("followthrough.service.learning.posts.urls")),
    path("training/", include("followthrough.service.learning.training.urls")),
    path("changes/", include("followthrough.service.learning.changes.urls")),
    path("newsletters/", include("followthrough.service.learning.newsletter.urls")),
    path("gateway/", include("followthrough.service.gateway.urls")),
]

if apps.is_installed("followthrough.service.demo"):
    urlpatterns += [
        path("demo/", include("followthrough.service.demo.urls")),
        path("design/", include("followthrough.service.design.urls")),
    ]
