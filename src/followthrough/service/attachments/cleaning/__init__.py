"""Makes a file anew from its own content, so that nothing but the content is kept. Runs apart, in `worker`."""
