"""How the product is put together and run: settings, addresses, Celery, the web server, embedded services, backups, the demo."""
