"""Stage 5, suppress: an `IndicatorTable` becomes a `Release`; and the attacker."""
