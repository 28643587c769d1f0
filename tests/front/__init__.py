"""The front door, the way to a handler, and what is said when something goes wrong."""
