"""Pages of one reader: to come, to choose, to vote, to keep, to leave. GET shows, POST acts."""
