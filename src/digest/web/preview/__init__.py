"""The page for whoever writes the mail's templates. It listens on this machine only."""
