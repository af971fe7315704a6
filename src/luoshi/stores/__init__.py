"""Where events are kept: tables, migrations, one module a database."""
