"""The edge: from a request to a transaction, a person and a page; what all audiences share."""
