"""Applications, accounts and authorizations, from adding to removing."""
