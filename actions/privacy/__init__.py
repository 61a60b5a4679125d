"""Finding and taking out personal details. Pure: text in, text out."""
