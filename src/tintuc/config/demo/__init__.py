"""The demonstration: three mastheads, five languages, stories written for it, and one page that lies on hold."""
