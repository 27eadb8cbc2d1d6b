"""What keeps an installation: a backup of all that cannot be made again, its return, and the removal of a text for good."""
