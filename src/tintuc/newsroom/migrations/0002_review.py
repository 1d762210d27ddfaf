"""Gives articles a workflow: an editor of the site reviews and releases."""

from django.db import migrations


def make(apps, schema_editor):
    """One workflow with one step, for articles."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    review_type, _ = content_types.get_or_create(app_label="newsroom", model="editorsreview")
    article_type, _ = content_types.get_or_create(app_label="stories", model="article")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="Review by an editor", active=True)
    task = apps.get_model("newsroom", "EditorsReview").objects.create(
        name="Review by an editor", active=True, content_type=review_type
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(workflow=workflow, content_type=article_type)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("stories", "0002_clearance_triggers"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
