"""What is asked of people who keep a review, sit on its panel or answer for an agency in it?"""
