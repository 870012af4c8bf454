"""Chat models behind one interface: the local model and the providers' integrations, imported only when chosen."""
