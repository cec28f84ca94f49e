"""Prefect alone: schedules, retries and artifacts around the calls that the command line makes too."""
