"""Fetch -> raw body kept -> observations. One file per source kind."""
