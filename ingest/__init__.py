"""Files to passages. Knows no models, no index and no screen."""
