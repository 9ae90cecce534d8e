"""Views derived from the records: status, attention, filter, order, names. None is stored."""
