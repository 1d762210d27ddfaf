"""Numbers, units and sums that a translation must keep."""
