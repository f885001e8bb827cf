"""Which illnesses are so seldom that one child of an area may have it? What is common, as asthma, is not here.

An illness that is called after somebody, as Batten disease, is found by its second word. The others stand here by name.
They are some of many; a person still reads every line.
"""

from __future__ import annotations

SECOND = "disease|syndrome|dystrophy|palsy|malformation|anaemia|atrophy|sclerosis"
ALONE = (
    "cystic fibrosis, cerebral palsy, muscular dystrophy, spina bifida, sickle cell disease, sickle cell, haemophilia, "
    "brittle bones, osteogenesis imperfecta, hydrocephalus, microcephaly, leukaemia, phenylketonuria, thalassaemia, "
    "tuberous sclerosis, selective mutism, foetal alcohol syndrome, fetal alcohol syndrome, achondroplasia, dwarfism, "
    "conjoined, cleft palate, HIV, hepatitis, tuberculosis, deafblind, brain tumour, heart transplant, "
    "kidney transplant"
)
