"""The gate: nothing leaves unless all that was ever released still hides every small group."""
