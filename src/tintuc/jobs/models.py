"""The table of work to be done, and of duties that come round."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One piece of work, written in the transaction of whoever wants it: neither is there without the other."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        PARKED = "parked"

    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    priority = models.SmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-priority", "run_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state="waiting") & ~models.Q(key=""),
                name="one_waiting_job_a_key",
            )
        ]
        indexes = [
            models.Index(fields=["state", "run_at"]),
            models.Index(
                fields=["-priority", "run_at", "id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="jobs_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.pk}"


class Duty(models.Model):
    """When a duty that comes round was last handed out."""

    name = models.CharField(max_length=80, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
