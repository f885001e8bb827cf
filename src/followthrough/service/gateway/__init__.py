"""How does the record leave the service, and a made-up one get in? Exports and bulk loads, each decided and audited."""
