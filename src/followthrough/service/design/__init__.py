"""How every page looks and speaks: form fields, layouts, components. Knows no other part of the service."""
