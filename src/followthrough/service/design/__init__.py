"""How every page looks and speaks: form fields, layouts and components. Knows no other part of the service."""
