"""What do the made pages of docs/reference say? One module for each kind of page; `make_reference` writes them."""
