"""The article: a story in one language, and the rule that nothing goes out uncleared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from tintuc.jobs.holding import hold
from tintuc.jobs.together import together
from tintuc.network.languages import CHOICES
from tintuc.stories import previewing, references, signals
from tintuc.stories.blocks import BodyBlock
from tintuc.stories.errors import NotCleared
from tintuc.stories.models.clearance import Clearance
from tintuc.stories.models.release import Release
from tintuc.stories.models.story import Story
from tintuc.stories.passages import FIELDS, Passage, passages


def digest_of(content: Any) -> str:
    """SHA-256, in hexadecimal, of plain data as sorted JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Article(WorkflowMixin, DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, models.Model):
    """A story in one language.

    What readers see is ``current_release``, frozen at its release. The row itself is a working copy: writing to it, by
    whatever road, changes nothing that is public. It is live if and only if it has a current release, and a release
    needs a clearance of exactly its text: :meth:`publish`, :meth:`save`, a CHECK and database triggers hold that.
    """

    class Origin(models.TextChoices):
        """Who wrote these words."""

        HUMAN = "human", _("people")
        MACHINE = "machine", _("a machine")
        POST_EDITED = "post-edited", _("a machine, edited by people")

    story = models.ForeignKey(Story, models.CASCADE, related_name="articles", verbose_name=_("story"))
    language = models.CharField(_("language"), max_length=10, choices=CHOICES)
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    headline = models.CharField(_("headline"), max_length=250, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    dateline = models.CharField(_("dateline: the place the report comes from"), max_length=80, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    slug = models.CharField(_("words in its address"), max_length=80, blank=True)
    released_at = models.DateTimeField(_("release date readers see"), null=True, blank=True)
    origin = models.CharField(_("written by"), max_length=12, choices=Origin, default=Origin.HUMAN)
    engine = models.CharField(_("machine that drafted it"), max_length=80, blank=True)
    translated_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )  #: another translation it is made from; None: from the story's source
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    vouched_digest = models.CharField(max_length=64, blank=True, editable=False)
    current_release = models.ForeignKey(
        Release, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("release")
    )

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="article",
        for_concrete_model=False,
    )

    #: What belongs to the article as a whole and not to one of its versions.
    WHOLE = (
        "story_id",
        "language",
        "translated_from_id",
        "current_release_id",
        "vouched_by_id",
        "vouched_digest",
        "live_revision_id",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "language"], name="one_article_a_language"),
            models.CheckConstraint(
                condition=models.Q(live=False) | models.Q(current_release__isnull=False), name="live_means_released"
            ),
        ]
        indexes = [
            models.Index(fields=["expire_at"], condition=models.Q(expire_at__isnull=False), name="article_expiring"),
            models.Index(fields=["-id"], condition=models.Q(live=False), name="article_not_live"),
            models.Index(fields=["-last_published_at"], condition=models.Q(live=True), name="article_live_last"),
            models.Index(
                fields=["-latest_revision"],
                condition=models.Q(live=False) | models.Q(has_unpublished_changes=True),
                name="article_in_work",
            ),
        ]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("live", False)
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return self.headline or f"{self.story.slugline} ({self.language})"

    @property
    def is_source(self) -> bool:
        """Whether the other languages are translated from this one."""
        return self.language == self.story.source_language

    @property
    def made_from(self) -> Article | None:
        """The article this one is translated from: another translation, or the story's source; None for that source."""
        return None if self.is_source else self.translated_from or self.story.source_article

    @property
    def source_language(self) -> str:
        """The language it is translated from; its own for the story's source."""
        return self.translated_from.language if self.translated_from else self.story.source_language

    def raw_body(self) -> list[dict[str, Any]]:
        """The body as plain data, every block with its id."""
        # Through JSON, so that a date is the same text whether the block was read from the form or from the database.
        blocks = json.loads(json.dumps(list(self.body.get_prep_value()), cls=DjangoJSONEncoder))
        for block in blocks:
            block["id"] = block.get("id") or str(uuid4())
        return blocks

    def words(self) -> dict[str, Any]:
        """The fields and the body that hold the article's words."""
        return {name: getattr(self, name) for name in FIELDS} | {"body": self.raw_body()}

    def passages(self) -> list[Passage]:
        """Its words, piece by piece."""
        return list(passages(self.words()))

    def words_digest(self) -> str:
        """What a person vouches for."""
        return digest_of(self.words())

    @property
    def vouched(self) -> bool:
        """Whether a person has vouched for exactly these words."""
        return bool(self.vouched_digest) and self.vouched_digest == self.words_digest()

    @classmethod
    def hold(cls, pks: Iterable[int]) -> None:
        """Let nobody else write, release or place these before this transaction ends; read them afterwards."""
        hold(cls.objects.filter(pk__in=list(pks)))

    def newest(self) -> Article:
        """Its newest version as the database has it now, whatever this object in memory still believes."""
        return Article.objects.select_related("story", "latest_revision").get(pk=self.pk).as_newest()

    def as_newest(self) -> Article:
        """Its newest version, if this row has just been read: the row and its revision are not read once more."""
        if not (self.has_unpublished_changes and self.latest_revision):
            return self
        return self.with_content_json(self.latest_revision.content)

    def byline(self) -> list[dict[str, str]]:
        """Who made it: the story's credits and this article's own, as readers of its language see them."""
        return [
            {"role": credit.role, "name": credit.contributor.name_in(self.language), "slug": credit.contributor.slug}
            for credit in self.story.credits.all()
            if credit.article_id in {None, self.pk}
        ]

    def public_content(self) -> dict[str, Any]:
        """All that a release freezes: what readers are given, dates apart."""
        story, words = self.story, self.words()
        return words | {
            "language": self.language,
            "source_language": story.source_language,
            "format": story.format,
            "byline": self.byline(),
            "carried": story.carried,
            "provider": story.provider.name if story.provider else "",
            "provider_url": story.provider.url if story.provider else "",
            "source_url": story.source_url,
            "licence": story.licence.name if story.licence else "",
            "licence_url": story.licence.url if story.licence else "",
            "origin": self.origin,
            "engine": self.engine,
            "vouched": bool(self.vouched_digest) and self.vouched_digest == digest_of(words),
            "invented": story.invented,
            **({"ended_at": story.ended_at.isoformat()} if story.ended_at else {}),
        }

    def digest(self) -> str:
        """The digest a clearance is issued for."""
        return digest_of(self.public_content())

    def with_content_json(self, content: dict[str, Any]) -> Article:
        """A version of the article, keeping what belongs to the whole; an embargo moves its release moment."""
        version = super().with_content_json(content)
        for name in self.WHOLE:
            setattr(version, name, getattr(self, name))
        for name in ("story", "translated_from", "vouched_by", "current_release"):
            if name in self._state.fields_cache:
                setattr(version, name, getattr(self, name))
        version.last_published_at = self.last_published_at
        embargo = self.story.embargoed_until
        if embargo and embargo > timezone.now() and (version.go_live_at is None or version.go_live_at < embargo):
            version.go_live_at = embargo
        return version

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *_: Any, **__: Any) -> Article:
        """A version from plain data. Its foreign keys are not looked up: all of them are the row's own."""
        return super().from_serializable_data(data, check_fks=False)

    def clean(self) -> None:
        """Keep a headline one line, however it was typed or pasted."""
        super().clean()
        self.headline = " ".join(self.headline.splitlines())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the working copy.

        Raises :class:`NotCleared` if it would be live without a release of that very revision. An article that stops
        being live loses its release, whoever stopped it, and that is announced.
        """
        self.slug = self.slug[:80]
        taken_down = not self.live and self.current_release_id is not None
        if taken_down:
            self.current_release = None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "current_release"}
        if self.live:
            self.require_release()
        with transaction.atomic(savepoint=False):
            with references.kept(self, kwargs.get("update_fields")):
                super().save(*args, **kwargs)
            if taken_down:
                signals.withdrawn.send(Article, article=self)

    def require_release(self) -> None:
        """Raise :class:`NotCleared` unless its release is one of exactly its version."""
        release = self.current_release
        if release is None or release.article_id != self.pk:
            raise NotCleared(str(_("This article is not cleared for release.")))
        if self.live_revision_id and release.revision_id != self.live_revision_id:
            raise NotCleared(str(_("This version of the article is not cleared for release.")))

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a version, and announce it to the rooms that follow the words."""
        with together(savepoint=False):
            revision = super().save_revision(*args, **kwargs)
            signals.saved.send(Article, article=self, by=kwargs.get("user"))
        return revision

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Release ``revision``, or schedule it if its moment has not come.

        Every road of Wagtail (button, workflow, schedule, bulk) ends here. Asks for a clearance first and raises
        :class:`NotCleared` without one, so nobody has to remember to ask.
        """
        # Imported here because the action is about this class.
        from tintuc.stories.actions.publish import publish

        [going] = publish(
            revisions={self.pk: revision},
            by=user,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
        )
        if going.refusal:
            raise going.refusal
        self.refresh_from_db()

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Take it down as it is by now: what was saved or released since it was read into memory stays in the record.

        All of it or nothing: a version that waits for its moment does not go out after that.
        """
        with together():
            Article.hold([self.pk])
            self.refresh_from_db()
            super().unpublish(*args, **kwargs)

    def ask_clearance(self, digest: str, *, by: Any = None) -> Clearance:
        """The clearance of exactly these words by whoever answers for them, still to be written if it is new; else
        :class:`NotCleared`.
        """
        answers = signals.clearing.send(Article, article=self, by=by, digest=digest)
        issued = (answer for _, answer in answers if isinstance(answer, Clearance) and answer.digest == digest)
        clearance = next(issued, None) or self.clearances.filter(digest=digest, release=None).first()
        if clearance is None:
            raise NotCleared(str(_("The integrity desk has not cleared this text.")))
        return clearance

    @property
    def updated_at(self) -> Any:
        """When readers were last given something new, or None."""
        return self.last_published_at

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One preview an edition."""
        return previewing.modes(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The page readers of an edition would get."""
        return (
            previewing.show(self, request, mode_name) if previewing.show else super().serve_preview(request, mode_name)
        )
