"""Who is there when the offices are shut? Each agency signs it before days off, and the board sees who has not."""
