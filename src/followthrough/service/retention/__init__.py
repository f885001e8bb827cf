"""How long are records kept, what holds one back, and how do two people destroy one? The board sets the periods."""
