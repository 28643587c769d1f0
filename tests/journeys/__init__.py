"""What people live through, before the screens of the pretend workspace."""
