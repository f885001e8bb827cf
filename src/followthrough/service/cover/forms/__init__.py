"""What is asked about cover: of the lead who signs, and of whoever keeps a rota."""
