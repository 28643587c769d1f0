"""What the bot costs, measured beside baselines in the same run; nothing here is a test."""
