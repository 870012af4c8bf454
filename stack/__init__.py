"""The composition that starts the embedded stack: database, migrations, account system, API."""
