"""Read models: events -> tables, by one runner."""
