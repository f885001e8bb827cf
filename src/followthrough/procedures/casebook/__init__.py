"""Worked cases: a small history, an instant, and what must come out. The practitioners' own test tool."""

from followthrough.procedures.casebook.cases import Case, CaseResult, load_cases, run_case, run_cases

__all__ = ["Case", "CaseResult", "load_cases", "run_case", "run_cases"]
