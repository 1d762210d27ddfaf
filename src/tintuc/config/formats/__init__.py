"""How the desk writes dates where Django's own form is not the house's: day before month, twenty-four hours."""
