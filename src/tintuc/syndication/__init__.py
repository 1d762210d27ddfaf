"""What machines read: feeds, sitemaps, robots.txt, the list of feeds."""
