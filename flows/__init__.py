"""The schedule: each flow opens the newsletter that its environment names and calls one pipeline stage.

Whatever a flow does, the command line does too, with the same functions; Prefect adds when, the
run's log, and a summary to look at. It never holds what is true: that is in the event log.
"""
