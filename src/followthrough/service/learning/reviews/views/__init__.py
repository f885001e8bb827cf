"""The pages of reviews. Each opening of a page of one review is written down."""
