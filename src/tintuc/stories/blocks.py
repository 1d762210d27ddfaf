"""The blocks an article's body is made of. Every block keeps one id in all languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

#: What the paragraph editor offers: nothing that lays out, only what words need.
INLINE = ["bold", "italic", "link"]


class TurnRole(models.TextChoices):
    """What a turn of an interview is."""

    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    REMARK = "remark", _("remark")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, set apart."""

    text = blocks.TextBlock(label=_("quote"), required=False)
    attribution = blocks.CharBlock(label=_("who said it"), required=False)
    language = blocks.CharBlock(label=_("language, if another than the article's"), required=False, max_length=10)

    class Meta:
        icon = "openquote"
        label = _("quote")


class TurnBlock(blocks.StructBlock):
    """One speaker's uninterrupted words."""

    role = blocks.ChoiceBlock(choices=TurnRole.choices, label=_("role"), default=TurnRole.ANSWER)
    speaker = blocks.CharBlock(label=_("speaker"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("words"), features=INLINE, required=False)

    class Meta:
        icon = "user"
        label = _("turn of an interview")


class PictureBlock(blocks.StructBlock):
    """A picture with what readers and screen readers need to know about it."""

    image = ImageChooserBlock(label=_("picture"), required=False)
    alt = blocks.CharBlock(label=_("alt text: what it shows"), required=False, max_length=300)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("credit line"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("picture")


class TableBlock(blocks.StructBlock):
    """A small table, one row a line, cells divided by a bar."""

    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)
    cells = blocks.TextBlock(label=_("rows, one a line, cells divided by |; the first row is the head"), required=False)

    class Meta:
        icon = "table"
        label = _("table")


def rows_of(cells: str) -> list[list[str]]:
    """The cells of a table block, row by row, each stripped."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in cells.splitlines() if line.strip()
    ]


class EmbedBlock(blocks.StructBlock):
    """Something that lives elsewhere. Readers get a card with a link; nothing is loaded from a third party."""

    url = blocks.URLBlock(label=_("address"), required=False)
    title = blocks.CharBlock(label=_("title"), required=False, max_length=300)
    provider = blocks.CharBlock(label=_("where it lives"), required=False, max_length=120)

    class Meta:
        icon = "media"
        label = _("embed")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Only web addresses may be linked."""
        cleaned = super().clean(value)
        if cleaned.get("url") and not cleaned["url"].startswith(("https://", "http://")):
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(_("Give a web address."))})
        return cleaned


class CorrectionBlock(blocks.StructBlock):
    """What was wrong and what is right, dated, for readers to see."""

    kind = blocks.ChoiceBlock(
        choices=[("correction", _("correction")), ("clarification", _("clarification")), ("update", _("update"))],
        default="correction",
        label=_("kind"),
    )
    on = blocks.DateBlock(label=_("date"), required=False)
    text = blocks.TextBlock(label=_("text"), required=False)

    class Meta:
        icon = "edit"
        label = _("correction")


class EntryBlock(blocks.StructBlock):
    """One report of a live story. What follows it in the body, up to the next entry, belongs to it."""

    at = blocks.DateTimeBlock(label=_("moment readers see"), required=False)
    headline = blocks.CharBlock(label=_("headline"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("words"), features=INLINE, required=False)

    class Meta:
        icon = "time"
        label = _("entry of a live story")


class BodyBlock(blocks.StreamBlock):
    """The body: one paragraph a block."""

    paragraph = blocks.RichTextBlock(label=_("paragraph"), features=INLINE, required=False, icon="pilcrow")
    crosshead = blocks.CharBlock(label=_("crosshead"), required=False, max_length=200, icon="title")
    quote = QuoteBlock()
    turn = TurnBlock()
    picture = PictureBlock()
    table = TableBlock()
    list = blocks.ListBlock(blocks.CharBlock(label=_("entry"), required=False), label=_("list"), icon="list-ul")
    embed = EmbedBlock()
    correction = CorrectionBlock()
    entry = EntryBlock()

    class Meta:
        required = False

    def extract_references(self, value: blocks.StreamValue) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """As Wagtail's, from the plain data of each block: Wagtail reads every picture to learn the key it asked by.

        So a picture that is no longer there is still referred to.
        """
        for raw in value.get_prep_value():
            kind, held = raw["type"], raw["value"]
            block = self.child_blocks[kind]
            if isinstance(block, PictureBlock):
                if image := held.get("image"):
                    yield block.child_blocks["image"].model_class, str(image), f"{kind}.image", f"{raw['id']}.image"
                continue
            for model, key, model_path, path in block.extract_references(block.to_python(held)):
                paths = (f"{kind}.{model_path}", f"{raw['id']}.{path}") if path else (kind, raw["id"])
                yield model, key, *paths
