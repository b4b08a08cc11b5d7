"""All kinds of answers there are, as one type."""

from __future__ import annotations

from whichllm.answers.browsing import Explanation, Listing
from whichllm.answers.checking import Report
from whichllm.answers.comparing import Comparison
from whichllm.answers.recommending import Recommendation
from whichllm.answers.snippets import Running
from whichllm.answers.surveying import Survey

Answer = Recommendation | Listing | Explanation | Comparison | Survey | Report | Running
"""What some command gives, to be printed in any format."""
