"""What each endpoint reads and the shape in which it answers."""
