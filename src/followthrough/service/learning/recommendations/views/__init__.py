"""The pages of recommendations: what is asked, who has answered, and what came of it."""
