"""Reference data and who took part: regions, population, participation."""
