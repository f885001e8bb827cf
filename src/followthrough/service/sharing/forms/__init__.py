"""What does a person fill in, to share and to answer a share?"""

from followthrough.service.sharing.forms.about import AboutForm
from followthrough.service.sharing.forms.also import AlsoForm
from followthrough.service.sharing.forms.answers import ANSWERS, AnswerForm
from followthrough.service.sharing.forms.call import CallForm
from followthrough.service.sharing.forms.request import RequestForm
from followthrough.service.sharing.forms.what import WhatForm

__all__ = ["ANSWERS", "AboutForm", "AlsoForm", "AnswerForm", "CallForm", "RequestForm", "WhatForm"]
