"""What an outside desk is told of hand-offs: written with the hand-off, sent by whichever API process is free."""
