"""Who asks: companies, contacts, projects with tasks and resources, assets."""
