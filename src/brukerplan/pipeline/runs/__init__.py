"""`brukerplan run`: does what is due and nothing else, with nobody watching."""
