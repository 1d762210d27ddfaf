"""An article's translation out to an agency as a file, and back in, with nothing lost or overwritten unseen."""
