"""What changes an account: each module turns commands into journal entries and the rows that explain them."""
