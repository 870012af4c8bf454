"""What each `assist` command does; imported only when the command runs."""
