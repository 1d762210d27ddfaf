"""Says go or hold, and makes out a clearance for go."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tintuc import intake, integrity
from tintuc.checks import rule_set
from tintuc.integrity.queries import inspect
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Article, Clearance

#: Beside the checks, what decides what they are shown of an article: how copy is read, with its idioms of hidden words.
SHOWN_BY = (intake, integrity)


def clear(*, article: Article, by: Any = None, digest: str = "") -> Clearance:
    """Clear exactly the words ``article`` holds, whose digest is ``digest`` if somebody has just made it.

    The clearance is not in the table yet: whoever asks writes it, with those of other languages. Raises
    :class:`NotCleared` with the open findings.
    """
    report = inspect(article)
    holds = report.open_holds
    if holds:
        sentence = ngettext(
            "The integrity desk holds this article: %(count)d finding must be mended or waived.",
            "The integrity desk holds this article: %(count)d findings must be mended or waived.",
            len(holds),
        ) % {"count": len(holds)}
        raise NotCleared(f"{sentence} {_('First:')} {holds[0].message}", holds)
    findings = [finding.as_data() for finding in report.findings]
    return Clearance(
        article_id=article.pk,
        digest=digest or article.digest(),
        rule_set=rule_set(*SHOWN_BY),
        findings=findings,
        checks=len(report.times),
        waivers=[
            finding["waiver"] | {"fingerprint": finding["fingerprint"]} for finding in findings if finding["waiver"]
        ],
        asked_by=by if by is not None and by.is_authenticated else None,
    )
