"""A release ends the workflow of its article."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from tintuc.publishing.actions.release import release
from tintuc.stories.actions import publish
from tintuc.stories.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_review(make_article, people):
    """An article whose workflow goes on."""
    workflow = Workflow.objects.create(name="Second look")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Second look"))
    kind = ContentType.objects.get_for_model(Article)
    WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})
    article = make_article()
    workflow.start(article, people["editor"])
    return article


def test_a_release_ends_the_workflow(under_review, people):
    """What is out needs no approval any more."""
    release(article=under_review, by=people["editor"])
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_a_workflow_may_end_while_its_article_is_released(under_review, people, monkeypatch):
    """If somebody else ends it meanwhile, the release goes on."""
    real = publish.go_live

    def meanwhile(*given):
        WorkflowState.objects.update(status=WorkflowState.STATUS_CANCELLED)
        return real(*given)

    monkeypatch.setattr(publish, "go_live", meanwhile)
    release(article=under_review, by=people["editor"])
    assert Article.objects.get(pk=under_review.pk).live
