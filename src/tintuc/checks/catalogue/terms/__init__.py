"""The words the house has agreed on."""
