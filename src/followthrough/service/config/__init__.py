"""How the service is put together: settings, addresses, the database's roles, urls."""
