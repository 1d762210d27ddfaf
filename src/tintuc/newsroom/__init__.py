"""The newsroom at work: desks, queues, boards, routing between rooms, the editors' screens."""
