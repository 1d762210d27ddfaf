"""What people read: pages, lists, maps, parallel reading, history."""
