"""What is made of the records for showing: status, attention, filter, order, names.

Nothing here is stored.
"""
