"""What every app stands on: time, ids, who is acting, and the audit. Imports no other app."""
