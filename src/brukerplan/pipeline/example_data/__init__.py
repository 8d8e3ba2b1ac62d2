"""Made-up data: exports to try things with, and the whole road on them."""
