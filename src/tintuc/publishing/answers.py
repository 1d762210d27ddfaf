"""What the application tells the front server with an answer."""

from __future__ import annotations

#: A header that says: the page asked for has been baked and lies in the tree by now.
BAKED = "X-Tintuc-Baked"
#: One that says: so many others have pages baked just now that this one should ask again in a moment.
BUSY = "X-Tintuc-Busy"
