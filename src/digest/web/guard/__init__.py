"""What stands before every page: who may ask, how often, with what, and how each answer is sealed."""
