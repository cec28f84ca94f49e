"""The stages of the pipeline in order, one verb a file; what cli, web and flows call."""
