"""What people may ask of the books: one class a command, run once each by `accounts.commands.run`."""
