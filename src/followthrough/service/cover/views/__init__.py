"""The pages of cover: days off that are signed for, and rotas."""
