"""What machines read: feeds, sitemaps, ninjs, NewsML-G2, trust data, seals."""
