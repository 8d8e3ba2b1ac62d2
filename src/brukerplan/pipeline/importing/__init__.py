"""What analysts do: check files, tell what was found, put files together, store them."""
