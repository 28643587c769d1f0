"""The command line: each command does its work beside a running bot, and ends."""
