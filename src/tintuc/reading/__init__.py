"""What people read: pages, lists, maps."""
