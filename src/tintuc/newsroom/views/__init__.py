"""What the panels send: thin views over the rooms' actions."""
