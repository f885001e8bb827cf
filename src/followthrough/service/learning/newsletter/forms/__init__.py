"""What is asked when an issue is composed, written, checked, released, talked over?"""
