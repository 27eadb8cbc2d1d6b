"""The screens. They draw finished values and decide nothing."""
