"""Copy comes in: feeds, pages, uploads, exports of other systems; raw bytes kept, rights recorded."""
