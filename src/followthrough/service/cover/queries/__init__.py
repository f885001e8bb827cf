"""What is known of cover: what was signed, who is on duty, and where nobody is?"""
